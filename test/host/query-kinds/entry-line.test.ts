import { expect, test } from "vitest";
import { digestOf, parseEntryLine } from "../../../engine/host/query-kinds/entry-line.ts";

test("a line of stat becomes an entry", () => {
  expect(parseEntryLine("89ed:0:33:5:1:2:-3:77:2049:1:root:www-data")).toEqual({
    type: "file",
    mode: "4755",
    uid: 0,
    gid: 33,
    owner: "root",
    group: "www-data",
    size: 5,
    atime: 1,
    mtime: 2,
    ctime: -3,
    inode: 77,
    device: 2049,
    links: 1,
  });
});

const types = [
  ["41ed", "directory"],
  ["a1ff", "link"],
  ["11a4", "fifo"],
  ["21b6", "char"],
  ["61b0", "block"],
  ["c1ed", "socket"],
] as const;

test.each(types)("mode %s is a %s", (mode, type) => {
  expect(parseEntryLine(`${mode}:0:0:0:0:0:0:1:1:1:root:root`)?.type).toBe(type);
});

test("an id without a name is its own name", () => {
  expect(parseEntryLine("81a4:4711:4712:0:0:0:0:1:1:1:UNKNOWN:UNKNOWN")).toMatchObject({
    owner: "4711",
    group: "4712",
  });
});

test.each(["", "stat: cannot stat", "81a4:0:0", "zz:0:0:0:0:0:0:1:1:1:root:root"])(
  "%j is no entry",
  (line) => {
    expect(parseEntryLine(line)).toBeNull();
  },
);

test("a digest is found also where the name after it is escaped", () => {
  const digest = "d41d8cd98f00b204e9800998ecf8427e";
  expect([
    digestOf(`${digest}  /a`),
    digestOf(String.raw`\${digest}  /a\nb`.replace("${digest}", digest)),
  ]).toEqual([digest, digest]);
  expect(digestOf("md5sum: /a: Permission denied")).toBeUndefined();
});
