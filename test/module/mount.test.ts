import { describe, expect, test } from "vitest";
import { mount } from "../../engine/module/library/mount.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { contentOf } from "../../engine/module/shared/file/write.ts";
import { directoryEntry, fileEntry, planOf, scriptsOf, summariesOf } from "./shared/plan-of.ts";

const path = "/etc/fstab";
const data = { path: "/data x", src: "/dev/sdb1", fstype: "ext4" };
const line = "/dev/sdb1 /data\\040x ext4 defaults 0 0\n";

function found(text: string, mounts: string): Record<string, unknown> {
  const bytes = encodeText(text);
  const entry = fileEntry({ ...contentOf(bytes), size: bytes.length } as object);
  return {
    "parent /etc": directoryEntry(),
    [`entry ${path}`]: entry,
    [`target ${path}`]: entry,
    [`bytes ${path}`]: bytes,
    mounts: { rc: 0, stdout: encodeText(mounts), stderr: new Uint8Array() },
  };
}

function written(plan: Plan): string | undefined {
  const write = plan.changes.flatMap(({ actions }) => actions).find(({ kind }) => kind === "write");
  return write?.kind === "write" && write.content.kind === "bytes"
    ? new TextDecoder().decode(write.content.bytes)
    : undefined;
}

describe("mount", () => {
  const keep = "keep the line of /data x in /etc/fstab";
  const rows: [string, object, Record<string, unknown>, string[]][] = [
    ["mounts, now and at boot", { state: "mounted" }, found("", "/\n"), [keep, "mount /dev/sdb1 on /data x"]],
    ["leaves what is mounted", { state: "mounted" }, found(line, "/data\\040x\n"), []],
    [
      "knows a line by its fields",
      { state: "present" },
      found("# x\n/dev/sdb1\t/data\\040x  ext4 defaults\n", ""),
      [],
    ],
    [
      "mounts again with other options",
      { state: "mounted", opts: "ro" },
      found(line, "/data\\040x\n"),
      [keep, "mount /data x again, with other options"],
    ],
    ["only writes the line", { state: "present" }, found("", ""), [keep]],
    [
      "unmounts and leaves the line",
      { state: "unmounted" },
      found(line, "/data\\040x\n"),
      ["unmount /data x"],
    ],
    [
      "removes",
      { state: "absent" },
      found(`a /a b c\n${line}`, "/data\\040x\n"),
      ["remove the line of /data x in /etc/fstab", "unmount /data x"],
    ],
    ["has nothing to remove", { state: "absent" }, found("a /a b c\n", "/\n"), []],
  ];
  test.each(rows)("%s", (_, options, answers, changes) => {
    expect(summariesOf(planOf(mount, { ...data, ...options }, answers))).toEqual(changes);
  });

  test("writes what fstab can hold, and makes the folder", () => {
    const plan = planOf(mount, { ...data, state: "mounted" }, found("a /a b c", "/\n"));
    expect(written(plan)).toBe(`a /a b c\n${line}`);
    expect(scriptsOf(plan).at(-1)).toBe("mkdir -p -- '/data x' && mount '/data x'");
  });

  test("takes swap by its device", () => {
    const swap = { path: "none", src: "/swap2", fstype: "swap", opts: "sw", state: "absent" };
    expect(
      written(planOf(mount, swap, found("/swap1 none swap sw 0 0\n/swap2 none swap sw 0 0\n", ""))),
    ).toBe("/swap1 none swap sw 0 0\n");
  });

  test("wants src and fstype", () => {
    expect(mount.args.safeParse({ path: "/a", state: "mounted" }).success).toBe(false);
  });
});
