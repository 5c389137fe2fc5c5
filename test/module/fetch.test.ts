import { describe, expect, it } from "vitest";
import { fetch } from "../../engine/module/library/fetch.ts";
import { directoryEntry, fileEntry, forecastOf, planOf, summariesOf } from "./shared/plan-of.ts";

const args = { src: "/etc/a", dest: "/got", inventory_hostname: "h1" };
const sum = "0123456789012345678901234567890123456789";
const other = sum.replace("0", "f");
const source = fileEntry({ checksum: sum, size: 5 });

describe("fetch", () => {
  it.each([
    ["a folder for each host", {}, "/got/h1/etc/a"],
    ["the file itself", { flat: true }, "/got"],
    ["a folder", { flat: true, dest: "/got/" }, "/got/a"],
    ["no place above dest", { src: "../../a", inventory_hostname: "../.." }, "/got/a"],
  ])("puts the file into %s", (_, changed, path) => {
    const plan = planOf(fetch, { ...args, ...changed }, { source });
    const { src } = { ...args, ...changed };
    expect(summariesOf(plan)).toEqual([`fetch ${src} to ${path}`]);
    expect(plan.result).toEqual({ dest: path, file: src, checksum: sum, remote_checksum: sum });
    expect(plan.changes[0]).toMatchObject({
      where: "controller",
      actions: [{ kind: "fetch", from: src, path, checksum: sum }],
    });
  });

  it("changes nothing where the same is there", () => {
    const plan = planOf(fetch, args, { source, there: fileEntry({ checksum: sum }) });
    expect(plan).toEqual({ changes: [], result: { dest: "/got/h1/etc/a", file: "/etc/a", checksum: sum } });
  });

  it("keeps the mode of what it replaces, and closes what it makes", () => {
    const there = fileEntry({ checksum: other, mode: "0640" });
    const replaced = planOf(fetch, { ...args, flat: true }, { source, there });
    expect(forecastOf(replaced, "/got")).toMatchObject({ entry: { mode: "0640", checksum: sum, size: 5 } });
    const made = planOf(fetch, args, { source, "parent /got": directoryEntry() });
    expect(forecastOf(made, "/got")).toBeUndefined();
    expect(forecastOf(made, "/got/h1")).toMatchObject({ entry: { type: "directory", mode: "0700" } });
    expect(forecastOf(made, "/got/h1/etc/a")).toMatchObject({ entry: { mode: "0600" } });
  });

  it("takes whatever comes where the checksum is not to be validated", () => {
    const plan = planOf(fetch, { ...args, validate_checksum: false }, { source });
    expect(plan.changes[0]?.actions[0]).not.toHaveProperty("checksum");
    const output = { rc: 0, stdout: Buffer.from(other), stderr: Buffer.alloc(0), started: 0, ended: 0 };
    expect(plan.outcome?.([output])).toEqual({ result: { checksum: other } });
  });

  it("needs a file, unless it may be missing", () => {
    expect(planOf(fetch, args).needs).toMatchObject({
      failure: "the remote file does not exist: /etc/a",
      once: "/etc/a exists",
    });
    expect(planOf(fetch, { ...args, fail_on_missing: false })).toEqual({
      changes: [],
      result: { file: "/etc/a", msg: "the remote file does not exist, not transferring, ignored" },
    });
  });

  it.each([
    ["a directory", { source: directoryEntry() }, /^\/etc\/a is a directory/],
    ["a pipe", { source: fileEntry({ type: "fifo" }) }, /^\/etc\/a is a named pipe/],
    [
      "a file over a directory",
      { source, there: directoryEntry() },
      /\/etc\/a on the controller is a directory/,
    ],
    ["a file below a file", { source, "parent /got": fileEntry() }, /^\/got is a file/],
  ])("refuses %s", (_, found, message) => {
    expect(() => planOf(fetch, args, found)).toThrow(message);
  });

  it("tells a file that cannot be read from one that a check run foresees", () => {
    const unread = planOf(fetch, args, { source: fileEntry() });
    expect(unread.needs).toMatchObject({
      failure: "/etc/a cannot be read",
      hint: expect.stringMatching(/become/),
    });
    const foreseen = { type: "file", contentToCome: Symbol("content") };
    expect(planOf(fetch, args, { source: foreseen })).toMatchObject({ changes: [{ where: "controller" }] });
    expect(planOf(fetch, args, { source: foreseen }).needs).toBeUndefined();
    expect(planOf(fetch, args, { source: foreseen, there: fileEntry({ checksum: sum }) })).toEqual({
      changes: [],
      unknown: "the content of /etc/a is not known before the run",
    });
  });
});
