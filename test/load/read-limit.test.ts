import { expect, test } from "vitest";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import { readLimit } from "../../engine/load/read-limit.ts";
import { positions } from "./plain.ts";
import { writeTree } from "./write-tree.ts";

test("reads patterns, and files of patterns", () => {
  const folder = writeTree({ list: "# c\nh1\r\n\nh2:!h3\n" });
  const errors = new ErrorCollector();
  const terms = readLimit("a,@list,!b", folder, errors).map(({ sign, name }) => sign + name);
  expect(terms).toEqual(["a", "h1", "h2", "!h3", "!b"]);
  expect(positions(errors)).toEqual([]);
});

test("reports a file that does not exist and a broken line", () => {
  const folder = writeTree({ list: "h1\n~[\n" });
  const errors = new ErrorCollector();
  readLimit("a,@none", folder, errors);
  readLimit("@list", folder, errors);
  expect(positions(errors)).toEqual(["FILE_NOT_FOUND --limit:1:3", "BAD_PATTERN list:2:1"]);
});
