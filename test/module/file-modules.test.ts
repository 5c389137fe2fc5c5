import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openController } from "../../engine/host/controller/controller-session.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { blockinfile } from "../../engine/module/library/blockinfile.ts";
import { copy } from "../../engine/module/library/copy.ts";
import { fetch } from "../../engine/module/library/fetch.ts";
import { file } from "../../engine/module/library/file.ts";
import { lineinfile } from "../../engine/module/library/lineinfile.ts";
import { replace } from "../../engine/module/library/replace.ts";
import { template } from "../../engine/module/library/template.ts";
import { unarchive } from "../../engine/module/library/unarchive.ts";
import type { Module } from "../../engine/module/contract.ts";
import { applyHere, compareForecasts, planHere, type Machines } from "./shared/play-module.ts";

/** What there is before each row, in a folder of its own that is written `@` in the rows. */
function furnish(folder: string): void {
  mkdirSync(join(folder, "tree/sub"), { recursive: true });
  mkdirSync(join(folder, "old/deep"), { recursive: true });
  mkdirSync(join(folder, "out"));
  writeFileSync(join(folder, "tree/sub/a b"), "one\n");
  writeFileSync(join(folder, "tree/run"), "#!/bin/sh\n");
  chmodSync(join(folder, "tree/run"), 0o755);
  symlinkSync("run", join(folder, "tree/name"));
  symlinkSync("sub", join(folder, "tree/folder"));
  writeFileSync(join(folder, "old/deep/file"), "text=1\n");
  symlinkSync("deep/file", join(folder, "old/link"));
  symlinkSync("nowhere", join(folder, "old/dangling"));
  writeFileSync(join(folder, "big"), Buffer.alloc(300_000, 7));
  execFileSync("tar", ["-czf", join(folder, "x.tgz"), "-C", folder, "tree"]);
}

const rows: [Module, Record<string, unknown>][] = [
  [file, { path: "@/new/a/b", state: "directory", mode: "2750" }],
  [file, { path: "@/old", state: "directory", recurse: true, mode: "u=rwX,g=rX,o=" }],
  [file, { path: "@/old", state: "absent" }],
  [file, { path: "@/old/link", state: "absent" }],
  [file, { path: "@/old/dangling", state: "link", src: "deep" }],
  [file, { path: "@/old/link2", state: "link", src: "not there", force: true }],
  [file, { path: "@/old/hard", state: "hard", src: "@/old/deep/file" }],
  [file, { path: "@/old/link", mode: "0600" }],
  [
    file,
    { path: "@/new", state: "touch", mode: "0600", modification_time: "preserve", access_time: "preserve" },
  ],
  [
    template,
    { src: "x.conf.hbs", dest: "@/out", content: "größe: 1\n", mode: "u=rw,go=", validate: "grep -q : %s" },
  ],
  [template, { src: "x", dest: "@/old/dangling", content: "" }],
  [template, { src: "x", dest: "@/old/link", content: "two\n", follow: true, backup: true }],
  [copy, { dest: "@/out/x", content: { a: 1 } }],
  [copy, { src: "@/big", dest: "@/out/new/", mode: "preserve", directory_mode: "0700" }],
  [copy, { src: "@/tree", dest: "@/out", mode: "preserve" }],
  [copy, { src: "@/tree/", dest: "@/old", mode: "0640" }],
  [copy, { src: "@/old/deep/file", dest: "@/old/file", mode: "4755" }],
  [fetch, { src: "@/big", dest: "@/fetched", inventory_hostname: "h1" }],
  [fetch, { src: "@/old/link", dest: "@/old/dangling", flat: true }],
  [fetch, { src: "@/old/deep/file", dest: "@/tree/run", flat: true }],
  [lineinfile, { path: "@/old/link", regexp: "^text", line: "text=2", mode: "0600" }],
  [lineinfile, { path: "@/new/file", line: "x", create: true }],
  [blockinfile, { path: "@/old/deep/file", block: "a\nb\n", insertbefore: "BOF" }],
  [replace, { path: "@/old/deep/file", regexp: "(\\d)$", replace: "\\1,", before: "$" }],
  [unarchive, { src: "@/x.tgz", dest: "@/out", mode: "u=rwX,go=rX" }],
  [unarchive, { src: "@/x.tgz", dest: "@/out", remote_src: true, extra_opts: ["--strip-components=1"] }],
];

describe("played on this machine", () => {
  let machines: Machines;
  let folder = "";
  beforeAll(async () => {
    machines = { host: await openSession({ kind: "local" }), controller: openController() };
  });
  afterAll(() => Promise.all([machines.host.close(), machines.controller.close()]));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "file-modules-"));
    furnish(folder);
    return () => rmSync(folder, { recursive: true });
  });

  function inFolder(args: Record<string, unknown>): Record<string, unknown> {
    return JSON.parse(JSON.stringify(args).replaceAll("@", folder)) as Record<string, unknown>;
  }

  it.each(rows.map(([module, args]) => [module.name, JSON.stringify(args), module, args] as const))(
    "%s %s changes once, as foreseen",
    async (_name, _args, module, args) => {
      const before = execFileSync("ls", ["-lAR", "--time-style=full-iso", folder], { encoding: "utf8" });
      const plan = await planHere(module, inFolder(args), machines);
      expect(execFileSync("ls", ["-lAR", "--time-style=full-iso", folder], { encoding: "utf8" })).toBe(
        before,
      );
      expect(plan.needs).toBeUndefined();
      expect(plan.changes).not.toEqual([]);
      await applyHere(plan.changes, machines);
      const [foreseen, real] = await compareForecasts(plan.changes, machines);
      expect(real).toEqual(foreseen);
      expect((await planHere(module, inFolder(args), machines)).changes).toEqual([]);
    },
  );

  it("leaves the old file where the new one is refused", async () => {
    const args = inFolder({
      src: "x",
      dest: "@/old/deep/file",
      content: "bad\n",
      validate: "grep -q good %s",
    });
    const plan = await planHere(template, args, machines);
    await expect(applyHere(plan.changes, machines)).rejects.toMatchObject({ code: "VALIDATION" });
    expect(readFileSync(join(folder, "old/deep/file"), "utf8")).toBe("text=1\n");
  });
});
