import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import type { VariableSet } from "../../model/inventory.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { findYamlFiles } from "../file/find-yaml-files.ts";
import { variablesOf } from "../keywords/sort-keys.ts";
import type { ParsedFiles } from "../parsed-files.ts";
import { isNull } from "../yaml/node-shape.ts";

/** The variables of one YAML or JSON file; an empty file has none. undefined where it is unusable; that is collected. */
export function readVariableFile(path: string, files: ParsedFiles, from?: Source): VariableSet | undefined {
  const node = files.parse(path, from);
  if (!node || isNull(node)) return node && new Map();
  if (node.kind === "mapping") return variablesOf(node);
  const details = { source: node.source, hint: "write each variable as name: value" };
  files.errors.add(new PlayError("BAD_SHAPE", "a file of variables must be a mapping", details));
  return undefined;
}

/** All variables under a name without extension: of one file or of a folder; later files win. */
export function readVariablesAt(base: string, files: ParsedFiles): VariableSet {
  const variables = new Map<string, YamlNode>();
  for (const path of findYamlFiles(base)) {
    for (const [name, value] of readVariableFile(path, files) ?? []) variables.set(name, value);
  }
  return variables;
}
