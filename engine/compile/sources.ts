import path from "node:path";
import type { SourceFile } from "../base/source.ts";
import type { Inventory, VariableSet } from "../model/inventory.ts";
import { leavesOf } from "./leaves.ts";
import type { CompiledPlay, Program, RoleScope, Step, Templates } from "./program.ts";

/** The texts that a program and its inventory were made of, by absolute path; what a run is yet to include is not there. */
export function sourcesOf({ plays }: Program, inventory: Inventory): ReadonlyMap<string, string> {
  const files = [...plays.flatMap(playFiles), ...inventoryFiles(inventory)];
  return new Map(
    files
      .filter(({ path: shown }) => !shown.startsWith("-"))
      .map((file) => [path.resolve(file.path), file.text]),
  );
}

function playFiles(play: CompiledPlay): readonly SourceFile[] {
  const { vars, files, folder, roles } = play.variables;
  const steps = play.sections.flat();
  const templates = [
    vars,
    ...files.flatMap((file) => ("render" in file ? [] : [file])),
    ...folder.groups.values(),
    ...folder.hosts.values(),
  ];
  return [
    play.source.file,
    ...templates.flatMap(templateFiles),
    ...roles.flatMap(roleFiles),
    ...stepFiles(steps),
    ...stepFiles(play.handlers),
  ];
}

function stepFiles(steps: readonly Step[]): readonly SourceFile[] {
  return leavesOf(steps).flatMap(({ source, role }) => [source.file, ...(role ? roleFiles(role) : [])]);
}

function roleFiles({ defaults, vars }: RoleScope): readonly SourceFile[] {
  return [...templateFiles(defaults), ...templateFiles(vars)];
}

function templateFiles(templates: Templates): readonly SourceFile[] {
  return [...templates.values()].map(({ source }) => source.file);
}

function inventoryFiles({ hosts, groups, folders }: Inventory): readonly SourceFile[] {
  const sets: readonly VariableSet[] = [
    ...[...groups.values()].map(({ variables }) => variables),
    ...folders.flatMap((folder) => [...folder.groups.values(), ...folder.hosts.values()]),
  ];
  const nodes = sets.flatMap((set) => [...set.values()]);
  return [...[...hosts.values()].map(({ source }) => source.file), ...nodes.map(({ source }) => source.file)];
}
