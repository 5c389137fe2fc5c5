import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../../engine/module/contract.ts";
import { unarchive } from "../../engine/module/library/unarchive.ts";
import { parseListing } from "../../engine/module/shared/archive/listing.ts";
import {
  directoryEntry,
  fileEntry,
  forecastOf,
  linkEntry,
  planOf,
  scriptsOf,
  summariesOf,
} from "./shared/plan-of.ts";

const listing = `format gzip
drwxr-xr-x root/root         0 2024-01-31 12:00:05 d/
-rwsr-xr-x 1000/100          3 2024-01-31 12:00:05 d/a b
lrwxrwxrwx root/root         0 2024-01-31 12:00:05 d/l -> a b
hrw-r--r-- root/root         0 2024-01-31 12:00:05 d/h link to d/a b
`;
const time = Date.UTC(2024, 0, 31, 12, 0, 5) / 1000;
const args = { src: "/files/x.tgz", dest: "/opt" };

function answer(stdout: string, rc = 0, stderr = ""): object {
  const encode = (text: string) => new TextEncoder().encode(text);
  return { rc, stdout: encode(stdout), stderr: encode(stderr) };
}

const source = { source: fileEntry(), listing: answer(listing), dest: directoryEntry() };
const unpacked = {
  ...source,
  "entry d": directoryEntry(),
  "entry d/a b": fileEntry({ size: 3, mtime: time + 0.5, mode: "4755" }),
  "entry d/l": linkEntry("a b"),
  "entry d/h": fileEntry(),
};

describe("unarchive", () => {
  it("unpacks what is missing", () => {
    const plan = planOf(unarchive, { ...args, owner: "bob", mode: "u+w" }, source);
    expect(summariesOf(plan)).toEqual(["unpack x.tgz into /opt (4 of 4 paths differ)"]);
    expect(scriptsOf(plan)).toEqual([
      "tar -z -xf - -C /opt ",
      "chown -h -- bob /opt/d '/opt/d/a b' /opt/d/l /opt/d/h",
      "chmod -- 00755 /opt/d",
      "chmod -- 04755 '/opt/d/a b'",
      "chmod -- 00644 /opt/d/h",
    ]);
    expect(plan.changes[0]?.actions[0]).toMatchObject({ stdin: { kind: "local", path: "/files/x.tgz" } });
    expect(forecastOf(plan, "/opt/d/a b")).toMatchObject({
      entry: { type: "file", mtime: time, mode: "4755" },
    });
  });

  it("leaves what is there", () => {
    expect(planOf(unarchive, args, unpacked).changes).toEqual([]);
  });

  it.each([
    ["another size", { "entry d/a b": fileEntry({ size: 4, mtime: time }) }],
    ["another time", { "entry d/a b": fileEntry({ size: 3, mtime: time + 1 }) }],
    ["another target", { "entry d/l": linkEntry("b") }],
    ["another type", { "entry d": fileEntry() }],
  ])("unpacks over %s", (_name, found) => {
    expect(planOf(unarchive, args, { ...unpacked, ...found }).changes).toHaveLength(1);
  });

  it("sets only the owner where only that differs", () => {
    expect(scriptsOf(planOf(unarchive, { ...args, group: "adm" }, unpacked))).toEqual([
      "chown -h -- :adm /opt/d '/opt/d/a b' /opt/d/l /opt/d/h",
    ]);
  });

  it("does nothing where `creates` exists", () => {
    const found = { ...source, creates: fileEntry() };
    expect(planOf(unarchive, { ...args, creates: "/opt/d" }, found).changes).toEqual([]);
  });

  it("needs the archive and the folder", () => {
    expect(planOf(unarchive, args).needs).toBe("file /files/x.tgz on the controller");
    const plan = planOf(unarchive, args, { ...source, dest: null });
    expect([plan.needs, plan.changes.length]).toEqual(["directory /opt", 1]);
  });

  it("refuses what it cannot compare", () => {
    const found = { ...source, listing: answer("format tar\n", 2, "tar: not an archive\n") };
    expect(() => planOf(unarchive, args, found)).toThrow("cannot be read: tar: not an archive");
    expect(() => planOf(unarchive, { ...args, extra_opts: ["--transform=s/a/b/"] }, source)).toThrow(
      "--transform",
    );
  });

  it("takes leading folders off, and reads busybox's and zip's lists", () => {
    expect(parseListing(listing, 1).members.map(({ path }) => path)).toEqual(["a b", "l", "h"]);
    expect(parseListing("format tar\n-rw-r--r-- 0/0 3 2024-01-31 12:00 ./a\n", 0).members).toMatchObject([
      { path: "a", precision: 60 },
    ]);
    const zip =
      "format zip\nArchive: x\n-rw-r--r--  3.0 unx  3 tx stor 20240131.120005 d/a b\n1 file, 3 bytes\n";
    expect(parseListing(zip, 0)).toMatchObject({
      format: "zip",
      members: [{ path: "d/a b", time, mode: "0644" }],
    });
  });
});

describe("unarchive in a real shell", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "unarchive-"));
    mkdirSync(join(folder, "top/sub"), { recursive: true });
    mkdirSync(join(folder, "out"));
    writeFileSync(join(folder, "top/sub/a b"), "hello");
    chmodSync(join(folder, "top/sub/a b"), 0o750);
    utimesSync(join(folder, "top/sub/a b"), 1_600_000_000, 1_600_000_001);
    symlinkSync("sub", join(folder, "top/link"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function shell(script: string, input?: Buffer): object {
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      cwd: folder,
      ...(input && { input }),
    });
    return { rc: status, stdout, stderr };
  }

  function planHere(src: string, more: Record<string, unknown> = {}): Plan {
    const want = unarchive.args.parse({
      src: join(folder, src),
      dest: join(folder, "out"),
      remote_src: true,
      ...more,
    });
    const { listing } = unarchive.probe(want, {});
    const script = listing?.kind === "script" ? listing.subject.script : "";
    const found = { source: fileEntry(), dest: directoryEntry(), listing: shell(script) };
    return planOf(unarchive, { ...want, extra_opts: [...want.extra_opts] }, found);
  }

  const packers: [string, string][] = [
    ["x.tar", "tar -cf x.tar top"],
    ["x.tgz", "tar -czf x.tgz top"],
    ["x.txz", "tar -cJf x.txz top"],
    ["x.tbz", "tar -cjf x.tbz top"],
    ["x.zip", "zip -qry x.zip top"],
  ];
  const usable = packers.filter(
    ([, pack]) => spawnSync("sh", ["-c", `command -v ${pack.split(" ")[0]} unzip xz bzip2`]).status === 0,
  );

  it.each(usable)("unpacks %s once, from the host and from the controller", (name, pack) => {
    shell(pack);
    for (const from of ["host", "controller"]) {
      const plan = planHere(name, { mode: "u=rwX,go=rX" });
      expect(plan.changes).toHaveLength(1);
      const here = scriptsOf(plan).join("\n");
      const script = from === "host" ? here : here.replace(/^.*$/m, scriptsOf(localPlan(name))[0] ?? "");
      expect(shell(script, readFileSync(join(folder, name)))).toMatchObject({ rc: 0 });
      expect(lstatSync(join(folder, "out/top/sub/a b")).mode & 0o7777).toBe(0o755);
      expect(planHere(name, { mode: "u=rwX,go=rX" }).changes).toEqual([]);
      rmSync(join(folder, "out"), { recursive: true });
      mkdirSync(join(folder, "out"));
    }
  });

  function localPlan(name: string): Plan {
    const want = unarchive.args.parse({ src: join(folder, name), dest: join(folder, "out") });
    const { listing } = unarchive.local?.(want) ?? {};
    const script = listing?.kind === "script" ? listing.subject.script : "";
    return planOf(unarchive, want, { source: fileEntry(), dest: directoryEntry(), listing: shell(script) });
  }

  it("takes leading folders off, and leaves members out", () => {
    shell("tar -czf x.tgz top");
    const more = { extra_opts: ["--strip-components=1"], exclude: ["link"] };
    const plan = planHere("x.tgz", more);
    expect(shell(scriptsOf(plan).join("\n"))).toMatchObject({ rc: 0 });
    expect(readFileSync(join(folder, "out/sub/a b"), "utf8")).toBe("hello");
    expect(planHere("x.tgz", more).changes).toEqual([]);
  });
});
