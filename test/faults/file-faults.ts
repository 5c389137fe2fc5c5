import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { quoteWord } from "../../engine/base/shell-text.ts";
import type { Ended } from "./bench.ts";
import { ownFileSystem, type PathFault, pathFaults } from "./path-faults.ts";
import { exceptionOf } from "./path-exceptions.ts";
import type { Writer } from "./writers.ts";

/** One way of writing, to a path with one fault. */
export interface Cell {
  readonly name: string;
  readonly module: string;
  readonly writer: Writer;
  readonly faultName: string;
  readonly fault: PathFault;
  /** The number of the fault, the module, and the number of its way. */
  readonly id: string;
}

/** Where the cells are tried. */
export interface FileBench {
  /** Of the playbook; its `files` and `templates` are there. */
  readonly folder: string;
  /** Where the cells have their folders; not there yet. */
  readonly root: string;
  readonly read: (script: string) => Promise<string>;
  /** As this user of the host, how the tasks ended. */
  readonly ends: (tasks: readonly object[], user: "root" | "deploy") => Promise<ReadonlyMap<string, Ended>>;
  readonly close: () => Promise<void>;
}

/** Every fault with every way of every module. */
export function cellsOf(table: Readonly<Record<string, readonly Writer[]>>): readonly Cell[] {
  return Object.entries(pathFaults).flatMap(([faultName, fault], row) =>
    Object.entries(table).flatMap(([module, ways]) =>
      ways.map((writer, way) => {
        const name = `${faultName}: ${module}, ${writer.way}`;
        return { name, module, writer, faultName, fault, id: `${row}-${module}-${way}` };
      }),
    ),
  );
}

/**
 * All cells are played in one run, or one for each user: a cell fails with the path and the reason, or it works; and in
 * either case nothing is left beside the file, which is the old one where it has failed.
 */
export function describeCells(cells: readonly Cell[], open: () => Promise<FileBench>): void {
  const ends = new Map<string, Ended>();
  let bench: FileBench;
  let before: ReadonlyMap<string, string>;
  let after: ReadonlyMap<string, string>;

  beforeAll(async () => {
    bench = await open();
    const { root } = bench;
    furnish(bench.folder);
    const folders = cells.map((cell) => preparing(cell, root));
    await bench.read(["set -e", `mkdir ${root}; echo x >${root}/x`, ...folders].join("\n"));
    before = await statesOf(bench);
    for (const user of ["root", "deploy"] as const) {
      const tasks = cells
        .filter(({ fault }) => (fault.user ?? "root") === user)
        .map((cell) => taskOf(cell, root));
      if (tasks.length === 0) continue;
      for (const [name, end] of await bench.ends(tasks, user)) ends.set(name, end);
    }
    after = await statesOf(bench);
  });
  afterAll(() => bench?.close());

  describe.each([...new Set(cells.map(({ faultName }) => faultName))])("with %s", (faultName) => {
    test.each(cells.filter((cell) => cell.faultName === faultName))("$module, $writer.way", (cell) => {
      const ended = ends.get(cell.name);
      const expected = exceptionOf(cell) ?? cell.fault.says ?? "works";
      const { folder } = placeOf(cell, bench.root);
      expect(after.get(folder)).not.toMatch(/\.play-|\.archive/);
      if (expected === "works") {
        expect(ended?.kind, JSON.stringify(ended)).toBeOneOf(["changed", "ok"]);
        return;
      }
      expect(ended?.kind, JSON.stringify(ended)).toBe("failed");
      if (expected === "partly") {
        expect(ended?.error?.message).toMatch(cell.fault.says ?? "");
        return;
      }
      expectReason(cell, bench.root, expected, ended?.error);
      expect(after.get(folder)).toBe(before.get(folder));
    });
  });
}

function placeOf({ id, fault }: Cell, root: string): { readonly folder: string; readonly path: string } {
  const folder = `${root}/${id}`;
  return { folder, path: fault.path?.(folder) ?? `${folder}/file` };
}

/** `expected` is another reason than the fault's usual one, which then has another hint; a bad option names no path. */
function expectReason(cell: Cell, root: string, expected: RegExp, error?: Ended["error"]): void {
  const { fault } = cell;
  const { folder, path } = placeOf(cell, root);
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
function preparing(cell: Cell, root: string): string {
  const { faultName, fault, writer } = cell;
  const { folder, path } = placeOf(cell, root);
  const old = writer.before ?? 'echo old >"$1"; chmod 640 "$1"';
  const words = `${quoteWord(folder)} ${quoteWord(path)}`;
  return [
    `mkdir ${quoteWord(folder)}`,
    ...(ownFileSystem[faultName] === undefined ? [] : [`( set -- ${words}; ${ownFileSystem[faultName]} )`]),
    ...(fault.empty || writer.makes ? [] : [`( set -- ${quoteWord(path)}; ${old} )`]),
    ...(fault.make === undefined ? [] : [`( set -- ${words}; ${fault.make} )`]),
  ].join("\n");
}

function taskOf(cell: Cell, root: string): object {
  const { name, module, writer, id } = cell;
  const vars = { where: placeOf(cell, root).path, beside: `${root}/beside-${id}` };
  return { name, [module]: writer.args("{{ where }}"), vars };
}

/** What is in each folder: type, mode, owner, size, time of content, link target, and the content's checksum. */
async function statesOf({ read, root }: FileBench): Promise<ReadonlyMap<string, string>> {
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
