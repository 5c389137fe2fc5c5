import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sh } from "../../../engine/base/shell-text.ts";
import type { FetchAction } from "../../../engine/host/change.ts";
import { type Bench, failureOf, textOf } from "./bench.ts";

const sha1 = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

/** Copying files of the host to the controller: whole or not at all. */
export function describeFetching(bench: Bench): void {
  describe("fetched files", () => {
    let here = "";
    beforeEach(() => {
      here = mkdtempSync(join(tmpdir(), "play-fetched-"));
    });
    afterEach(() => rmSync(here, { recursive: true }));

    const from = (name: string): string => `${bench.folder}/${name}`;
    const fetch = async (name: string, path: string, more: Partial<FetchAction> = {}) =>
      bench.apply([{ kind: "fetch", from: from(name), path: join(here, path), ...more }]);

    test.each([
      ["a text without an end of line", Buffer.from("größe")],
      ["0 bytes", Buffer.alloc(0)],
      ["every byte", Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))],
      ["what looks like an answer of ours", Buffer.from("0123456789abcdef 0\n".repeat(1000))],
      ["many bytes", randomBytes(3_000_000)],
    ])("come as they are: %s", async (name, bytes) => {
      await bench.write(from(name), bytes);
      const [output] = await fetch(name, "new/folder/it");
      expect(textOf(output?.stdout)).toBe(sha1(bytes));
      expect(sha1(readFileSync(join(here, "new/folder/it")))).toBe(sha1(bytes));
      expect(readdirSync(join(here, "new/folder"))).toEqual(["it"]);
    });

    test("are closed to others where they are new, and keep the mode of what they replace", async () => {
      await bench.write(from("open"), "new", { mode: "0644" });
      writeFileSync(join(here, "old"), "old");
      chmodSync(join(here, "old"), 0o640);
      symlinkSync("old", join(here, "link"));
      await fetch("open", "new/it");
      await fetch("open", "link");
      const modes = ["new", "new/it", "old"].map((name) => statSync(join(here, name)).mode & 0o7777);
      expect(modes).toEqual([0o700, 0o600, 0o640]);
      expect(readFileSync(join(here, "old"), "utf8")).toBe("new");
    });

    test("keep their order among other actions", async () => {
      const outputs = await bench.apply([
        { kind: "run", script: sh`printf one > ${from("order")}` },
        { kind: "fetch", from: from("order"), path: join(here, "one") },
        { kind: "write", path: from("order"), content: { kind: "bytes", bytes: Buffer.from("two") } },
        { kind: "fetch", from: from("order"), path: join(here, "two") },
        { kind: "run", script: sh`cat ${from("order")}` },
      ]);
      expect(textOf(outputs.at(-1)?.stdout)).toBe("two");
      expect(["one", "two"].map((name) => readFileSync(join(here, name), "utf8"))).toEqual(["one", "two"]);
    });

    test("leave the old file where their checksum is another one", async () => {
      await bench.write(from("other"), randomBytes(300_000));
      writeFileSync(join(here, "it"), "old");
      const failure = await failureOf(fetch("other", "it", { checksum: sha1(Buffer.from("x")) }));
      expect(failure).toMatchObject({
        code: "WRITE_FAILED",
        message: expect.stringContaining("checksum mismatch"),
      });
      expect(readdirSync(here)).toEqual(["it"]);
      expect(readFileSync(join(here, "it"), "utf8")).toBe("old");
    });

    test("that are not there, or directories, make nothing here", async () => {
      await bench.run(sh`mkdir ${from("directory")}`);
      for (const [name, reason] of [
        ["missing", /No such file|nonexistent|no such file/],
        ["directory", /[Ii]s a directory/],
      ] as const) {
        const failure = await failureOf(fetch(name, "new/it"));
        expect(failure.code).toBe("WRITE_FAILED");
        expect(failure.message).toMatch(reason);
        expect(failure.message).toContain(`${from(name)} could not be fetched to ${here}/new/it`);
      }
      expect(
        readdirSync(here, { recursive: true }).filter((name) => String(name).includes(".play-")),
      ).toEqual([]);
    });

    test("cannot be put where a directory is, or below a file", async () => {
      await bench.write(from("plain"), "x");
      mkdirSync(join(here, "directory"));
      writeFileSync(join(here, "file"), "old");
      for (const [path, reason] of [
        ["directory", "it is a directory"],
        ["file/below", "its directory is a file"],
      ] as const) {
        const failure = await failureOf(fetch("plain", path));
        expect(failure.code).toBe("WRITE_FAILED");
        expect(failure.message).toContain(reason);
      }
      expect(readdirSync(here).toSorted()).toEqual(["directory", "file"]);
    });
  });
}
