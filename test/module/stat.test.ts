import { describe, expect, it } from "vitest";
import { slurp } from "../../engine/module/library/slurp.ts";
import { stat } from "../../engine/module/library/stat.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { directoryEntry, fileEntry, linkEntry, planOf } from "./shared/plan-of.ts";

describe("stat", () => {
  it("tells what a file is", () => {
    const entry = fileEntry({ mode: "4750", size: 3, checksum: "aa", owner: "bob", uid: 5 });
    expect(planOf(stat, { path: "/a" }, { entry })).toMatchObject({
      changes: [],
      result: {
        stat: {
          exists: true,
          path: "/a",
          isreg: true,
          isdir: false,
          islnk: false,
          mode: "4750",
          isuid: true,
          xusr: true,
          woth: false,
          size: 3,
          checksum: "aa",
          pw_name: "bob",
          gr_name: "root",
          uid: 5,
          nlink: 1,
        },
      },
    });
  });

  it("tells where a link points, and that nothing is there", () => {
    const { result } = planOf(stat, { path: "/a" }, { entry: linkEntry("/b") });
    expect(result).toMatchObject({ stat: { islnk: true, lnk_target: "/b" } });
    expect(planOf(stat, { path: "/a" }).result).toEqual({ stat: { exists: false } });
  });

  it("leaves out what a forecast does not know", () => {
    const { result } = planOf(stat, { path: "/a" }, { entry: { type: "file" } });
    expect(Object.keys(result?.["stat"] as object)).toEqual([
      "exists",
      "path",
      "isreg",
      "isdir",
      "islnk",
      "isfifo",
      "issock",
      "isblk",
      "ischr",
    ]);
  });

  it("asks for a checksum only where it is wanted", () => {
    const checksumOf = (args: object) =>
      stat.probe(stat.args.parse({ path: "/a", ...args }), {}).entry.subject;
    expect(checksumOf({})).toMatchObject({ checksum: "sha1", follow: false });
    expect(checksumOf({ get_checksum: false, follow: true })).toMatchObject({
      checksum: "none",
      follow: true,
    });
  });
});

describe("slurp", () => {
  it("gives a file as base64", () => {
    const found = { entry: fileEntry(), bytes: encodeText("hé\n") };
    expect(planOf(slurp, { src: "/a" }, found)).toEqual({
      changes: [],
      result: { content: "aMOpCg==", encoding: "base64", source: "/a" },
    });
  });

  it("needs a file", () => {
    expect(planOf(slurp, { src: "/a" }).needs).toBe("file /a");
    expect(() => planOf(slurp, { src: "/a" }, { entry: directoryEntry() })).toThrow("/a is a directory");
  });
});
