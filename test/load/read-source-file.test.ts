import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import { readSourceFile } from "../../engine/load/file/read-source-file.ts";
import { writeTree } from "./write-tree.ts";

test("drops a byte order mark and shows paths relative to the working folder", () => {
  const folder = writeTree({ "a/b.yml": "\uFEFFx: 1\r\n" });
  const errors = new ErrorCollector();
  expect(readSourceFile(join(folder, "a/b.yml"), { cwd: folder, errors })).toEqual({
    path: "a/b.yml",
    text: "x: 1\r\n",
  });
  expect(readSourceFile(join(folder, "a/b.yml"), { cwd: join(folder, "c"), errors })?.path).toBe(
    join(folder, "a/b.yml"),
  );
});

test("reports what cannot be read", () => {
  const folder = writeTree({ "a/b": "" });
  writeFileSync(join(folder, "latin"), Buffer.from("ok: 1\ncaf\u00E9: 2\n", "latin1"));
  const errors = new ErrorCollector();
  for (const name of ["latin", "a", "none"]) readSourceFile(join(folder, name), { cwd: folder, errors });
  expect(errors.errors.map(({ code, message }) => [code, message])).toEqual([
    ["FILE_UNREADABLE", "latin is not UTF-8 text (line 2)"],
    ["FILE_UNREADABLE", "a cannot be read: it is a folder"],
    ["FILE_NOT_FOUND", "there is no file none"],
  ]);
});
