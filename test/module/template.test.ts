import { describe, expect, it } from "vitest";
import { template } from "../../engine/module/library/template.ts";
import { contentOf } from "../../engine/module/shared/file/write.ts";
import { encodeText } from "../../engine/module/shared/file/text.ts";
import { directoryEntry, fileEntry, forecastOf, linkEntry, planOf, summariesOf } from "./shared/plan-of.ts";

const { checksum } = contentOf(encodeText("a: 1\n"));
const args = { src: "/role/templates/a.conf.hbs", dest: "/etc/a.conf", content: "a: 1\n" };
const folder = { "parent /etc": directoryEntry() };

function there(path: string, entry: object, bytes?: string): Record<string, unknown> {
  return {
    [`entry ${path}`]: entry,
    [`target ${path}`]: entry,
    ...(bytes && { [`bytes ${path}`]: encodeText(bytes) }),
  };
}

describe("template", () => {
  it("creates a file, with its text as the diff", () => {
    const plan = planOf(template, { ...args, mode: "0640", owner: "etcd", validate: "check %s" }, folder);
    expect(plan.changes).toMatchObject([
      {
        summary: "create /etc/a.conf (5 bytes), mode 0640, owner etcd",
        diff: { path: "/etc/a.conf", before: "", after: "a: 1\n" },
        actions: [{ kind: "write", path: "/etc/a.conf", mode: "0640", owner: "etcd", validate: "check %s" }],
      },
    ]);
    expect(plan.needs).toBeUndefined();
    expect(plan.result).toMatchObject({
      dest: "/etc/a.conf",
      checksum,
      state: "file",
      mode: "0640",
      size: 5,
    });
    expect(forecastOf(plan, "/etc/a.conf")).toMatchObject({
      entry: { checksum },
      content: encodeText("a: 1\n"),
    });
  });

  it("leaves a file that is as wanted", () => {
    const found = { ...folder, ...there("/etc/a.conf", fileEntry({ checksum: checksum as string })) };
    expect(planOf(template, args, found).changes).toEqual([]);
    expect(summariesOf(planOf(template, { ...args, mode: "0600" }, found))).toEqual([
      "mode 0644 -> 0600 of /etc/a.conf",
    ]);
  });

  it("replaces other text and keeps a backup", () => {
    const found = { ...folder, ...there("/etc/a.conf", fileEntry({ checksum: "00" }), "a: 0\n") };
    const plan = planOf(template, { ...args, backup: true }, found);
    expect(plan.changes).toMatchObject([
      { summary: "replace /etc/a.conf (5 bytes)", diff: { before: "a: 0\n" }, actions: [{ backup: true }] },
    ]);
    const output = {
      rc: 0,
      stdout: encodeText("/etc/a.conf.9.2026~\n"),
      stderr: new Uint8Array(),
      started: 0,
      ended: 0,
    };
    expect(plan.outcome?.([output]).result).toEqual({ backup_file: "/etc/a.conf.9.2026~" });
  });

  it("names the file itself in a folder, without .hbs", () => {
    const found = { ...folder, "parent /etc/x": directoryEntry(), ...there("/etc/x", directoryEntry()) };
    expect(planOf(template, { ...args, dest: "/etc/x" }, found).result).toMatchObject({
      dest: "/etc/x/a.conf",
    });
    expect(planOf(template, { ...args, dest: "/etc/x/" }, found).result).toMatchObject({
      dest: "/etc/x/a.conf",
    });
  });

  it("needs the folder", () => {
    const plan = planOf(template, args, {});
    expect([plan.needs, plan.changes.length]).toEqual(["directory /etc", 1]);
  });

  it("leaves a different file with force: no", () => {
    const found = { ...folder, ...there("/etc/a.conf", fileEntry({ checksum: "00" })) };
    expect(planOf(template, { ...args, force: "no" }, found).changes).toEqual([]);
  });

  it("shows no diff of binary or unknown content", () => {
    const binary = { ...folder, ...there("/etc/a.conf", fileEntry({ checksum: "00" }), "\0") };
    const unknown = { ...folder, ...there("/etc/a.conf", { type: "file" }) };
    for (const found of [binary, unknown])
      expect(planOf(template, args, found).changes[0]?.diff).toBeUndefined();
  });

  it("replaces a link, or writes through it with follow", () => {
    const found = {
      ...folder,
      "entry /etc/a.conf": linkEntry("/b"),
      "target /etc/a.conf": fileEntry({ checksum: checksum as string }),
    };
    expect(summariesOf(planOf(template, args, found))).toEqual(["replace link /etc/a.conf (5 bytes)"]);
    expect(planOf(template, { ...args, follow: true }, found).changes).toEqual([]);
  });
});
