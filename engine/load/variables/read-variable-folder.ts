import { join, parse } from "node:path";
import type { VariableFolder, VariableSet } from "../../model/inventory.ts";
import { isFolder, listFolder } from "../file/find-file.ts";
import type { ParsedFiles } from "../parsed-files.ts";
import { readVariablesAt } from "./read-variables.ts";

/** `group_vars/` and `host_vars/` of a folder, by group and host; names of neither are kept, for groups made later. */
export function readVariableFolder(folder: string, files: ParsedFiles): VariableFolder {
  return {
    groups: readSets(join(folder, "group_vars"), files),
    hosts: readSets(join(folder, "host_vars"), files),
  };
}

function readSets(folder: string, files: ParsedFiles): ReadonlyMap<string, VariableSet> {
  const names = new Set(listFolder(folder).flatMap((entry) => setName(folder, entry) ?? []));
  return new Map([...names].map((name) => [name, readVariablesAt(join(folder, name), files)]));
}

/** The group or host that a file or folder is for: `web.yml` and `web/` are for `web`. */
function setName(folder: string, entry: string): string | undefined {
  if (entry.startsWith(".") || entry.endsWith("~")) return undefined;
  const { name, ext } = parse(entry);
  const named = [".yml", ".yaml", ".json"].includes(ext) && !isFolder(join(folder, entry));
  return named ? name : entry;
}
