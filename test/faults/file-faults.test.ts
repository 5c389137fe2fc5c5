import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quoteWord } from "../../engine/base/shell-text.ts";
import { modules } from "../../engine/module/registry.ts";
import { startFileServer, type FileServer } from "../module-on-hosts/file-server.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { type Ended, type FaultBench, openFaultBench } from "./bench.ts";
import { ownFileSystem, type PathFault, pathFaults } from "./path-faults.ts";
import { exceptionOf } from "./path-exceptions.ts";
import { notWriters, type Writer, writers } from "./writers.ts";

/*
 * Every module that writes files, with everything that can be wrong with a path: it fails with the path and the reason,
 * or it works; and in either case nothing is left beside the file, which is the old one where it has failed.
 */

interface Cell {
  readonly name: string;
  readonly module: string;
  readonly writer: Writer;
  readonly faultName: string;
  readonly fault: PathFault;
  readonly folder: string;
  readonly path: string;
}

const root = "/srv/faults";

const cells: readonly Cell[] = Object.entries(pathFaults).flatMap(([faultName, fault], row) =>
  Object.entries(writers).flatMap(([module, ways]) =>
    ways.map((writer, way) => {
      const folder = `${root}/${row}-${module}-${way}`;
      const path = fault.path?.(folder) ?? `${folder}/file`;
      return {
        name: `${faultName}: ${module}, ${writer.way}`,
        module,
        writer,
        faultName,
        fault,
        folder,
        path,
      };
    }),
  ),
);

test("every module of the registry writes files in the table, or it is said why not", () => {
  expect([...Object.keys(writers), ...Object.keys(notWriters)].sort()).toEqual([...modules.keys()].sort());
});

describeOnHosts("files of hosts", () => {
  let bench: FaultBench;
  let server: FileServer;
  const ends = new Map<string, Ended>();
  let before: ReadonlyMap<string, string>;
  let after: ReadonlyMap<string, string>;

  beforeAll(async () => {
    bench = await openFaultBench();
    server = await startFileServer(await bench.gateway());
    server.files.set("/file", Buffer.from("new\n".repeat(5000)));
    furnish(bench.folder);
    await bench.read(["set -e", `mkdir ${root}; echo x >${root}/x`, ...cells.map(preparing)].join("\n"));
    before = await statesOf(bench);
    for (const user of ["root", "deploy"] as const) {
      const tasks = cells.filter(({ fault }) => (fault.user ?? "root") === user).map(taskOf);
      const keywords = { vars: { ansible_user: user, url: `${server.url}/file` } };
      for (const [name, end] of await bench.ends(tasks, keywords)) ends.set(name, end);
    }
    after = await statesOf(bench);
  });
  afterAll(async () => {
    await server?.close();
    await bench?.close();
  });

  describe.each(Object.entries(pathFaults))("with %s", (faultName) => {
    test.each(cells.filter((cell) => cell.faultName === faultName))("$module, $writer.way", (cell) => {
      const ended = ends.get(cell.name);
      const expected = exceptionOf(cell) ?? cell.fault.says ?? "works";
      expect(after.get(cell.folder)).not.toMatch(/\.play-|\.archive/);
      if (expected === "works") {
        expect(ended?.kind, JSON.stringify(ended)).toBeOneOf(["changed", "ok"]);
        return;
      }
      expect(ended?.kind, JSON.stringify(ended)).toBe("failed");
      if (expected === "partly") {
        expect(ended?.error?.message).toMatch(cell.fault.says ?? "");
        return;
      }
      expectReason(cell, expected, ended?.error);
      expect(after.get(cell.folder)).toBe(before.get(cell.folder));
    });
  });
});

/** `expected` is another reason than the fault's usual one, which then has another hint; a bad option names no path. */
function expectReason({ fault, folder, path }: Cell, expected: RegExp, error?: Ended["error"]): void {
  expect(error?.message).toMatch(expected);
  if (error?.code !== "BAD_OPTION") expect(error?.message).toContain(fault.names?.(folder) ?? path);
  if (expected === fault.says && fault.hint) expect(error?.hint).toMatch(fault.hint);
}

function furnish(folder: string): void {
  writeFileSync(join(folder, "files/large"), randomBytes(300_000));
  writeFileSync(join(folder, "templates/large.hbs"), "new\n".repeat(5000));
  execFileSync(
    "sh",
    [
      "-c",
      "mkdir in && cd in && head -c 300000 /dev/urandom >a && echo x >b && tar -cf ../files/some.tar a b",
    ],
    { cwd: folder },
  );
}

/** The folder with its fault, in a function of its own, so that the positional parameters are free. */
function preparing({ faultName, fault, writer, folder, path }: Cell): string {
  const old = writer.before ?? 'echo old >"$1"; chmod 640 "$1"';
  const words = `${quoteWord(folder)} ${quoteWord(path)}`;
  return [
    `mkdir ${quoteWord(folder)}`,
    ...(ownFileSystem[faultName] === undefined ? [] : [`( set -- ${words}; ${ownFileSystem[faultName]} )`]),
    ...(fault.empty ? [] : [`( set -- ${quoteWord(path)}; ${old} )`]),
    ...(fault.make === undefined ? [] : [`( set -- ${words}; ${fault.make} )`]),
  ].join("\n");
}

function taskOf({ name, module, writer, path }: Cell): object {
  return { name, [module]: writer.args("{{ where }}"), vars: { where: path } };
}

/** What is in each folder: type, mode, owner, size, time of content, link target, and the content's checksum. */
async function statesOf({ read }: FaultBench): Promise<ReadonlyMap<string, string>> {
  const text = await read(
    String.raw`cd ${root}; for folder in */; do
  printf '\001%s\002' "${root}/$\{folder%/}"
  find "$folder" -mindepth 1 \( -type d -printf '%p\t%y %m\n' -o -printf '%p\t%y %m %U:%G %s %T@ %l\n' \) | LC_ALL=C sort
  find "$folder" -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
done`.replaceAll("$\\{", "${"),
  );
  const parts = text
    .split("\u0001")
    .slice(1)
    .map((part) => part.split("\u0002"));
  return new Map(parts.map(([folder = "", state = ""]) => [folder, state]));
}
