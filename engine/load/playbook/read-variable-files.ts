import { join } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { VariableSet } from "../../model/inventory.ts";
import type { VariableFile } from "../../model/playbook.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { findFile, notFound } from "../file/find-file.ts";
import type { Loading } from "../loading.ts";
import { readVariableFile } from "../variables/read-variables.ts";
import { asList, isTemplate, literalText } from "../yaml/node-shape.ts";

/** A play's `vars_files`, read where names are literal. Of an entry that is a list, the first file that exists. */
export function readVariableFiles(
  node: YamlNode | undefined,
  folder: string,
  loading: Loading,
): readonly VariableFile[] {
  return asList(node).flatMap((entry) => readEntry(entry, folder, loading) ?? []);
}

function readEntry(entry: YamlNode, folder: string, loading: Loading): VariableFile | undefined {
  const choices = asList(entry);
  if (choices.some(isTemplate)) return { kind: "templated", name: entry };
  const names = choices.flatMap((choice) => literalText(choice) ?? []);
  if (names.length === 0 || names.length < choices.length) {
    const details = {
      source: entry.source,
      hint: "write a file name, or a list of names: the first that exists",
    };
    loading.errors.add(new PlayError("BAD_SHAPE", "an entry of vars_files must be a file name", details));
    return undefined;
  }
  const folders = [folder, join(folder, "vars")];
  const path = names.map((name) => findFile(name, folders)).find((found) => found !== undefined);
  if (path === undefined) {
    const search = { name: names.join(", "), folders, source: entry.source, cwd: loading.options.cwd };
    loading.errors.add(notFound(search));
    return undefined;
  }
  const variables = readOnce(path, entry, loading);
  return variables && { kind: "loaded", path, variables };
}

function readOnce(path: string, entry: YamlNode, { files, variableFiles }: Loading): VariableSet | undefined {
  if (!variableFiles.has(path)) variableFiles.set(path, readVariableFile(path, files, entry.source));
  return variableFiles.get(path);
}
