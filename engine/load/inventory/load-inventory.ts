import { dirname, extname } from "node:path";
import type { ErrorCollector } from "../../base/play-error.ts";
import type { SourceFile } from "../../base/source.ts";
import type { Inventory, VariableFolder } from "../../model/inventory.ts";
import { isFolder } from "../file/find-file.ts";
import { readSourceFile } from "../file/read-source-file.ts";
import type { LoadOptions } from "../loading.ts";
import { ParsedFiles } from "../parsed-files.ts";
import { readVariableFolder } from "../variables/read-variable-folder.ts";
import { openFile } from "../vault/open-file.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import { addHosts } from "./add-hosts.ts";
import { buildInventory } from "./build-inventory.ts";
import { InventoryDraft } from "./draft.ts";
import { findInventory, inventoryFiles, isScript } from "./find-inventory-files.ts";
import { readIni } from "./read-ini.ts";
import { readYamlInventory } from "./read-yaml-inventory.ts";

/**
 * Loads the inventories of all `-i`: files in INI or YAML form, folders of them, lists of hosts with a comma.
 * What several say of one host or group is merged, later wins. Collects all errors; what is usable is returned.
 */
export function loadInventory(
  sources: readonly string[],
  { cwd, vault }: Pick<LoadOptions, "cwd" | "vault">,
  errors: ErrorCollector,
): Inventory {
  const draft = new InventoryDraft();
  const paths = sources.flatMap((source) => {
    if (!source.includes(",")) return findInventory(source, cwd, errors) ?? [];
    readHostList(source, draft, errors);
    return [];
  });
  for (const path of paths.flatMap(inventoryFiles)) readInventoryFile(path, draft, { cwd, vault }, errors);
  return {
    ...buildInventory(draft, errors),
    folders: variableFolders(paths, new ParsedFiles(cwd, errors, vault)),
    files: paths,
  };
}

/** `h1,h2,` or `h[1:3],`. */
function readHostList(text: string, draft: InventoryDraft, errors: ErrorCollector): void {
  const file: SourceFile = { path: "-i", text };
  const group = draft.declareGroup("ungrouped", { file, start: 0, end: text.length });
  for (const match of text.matchAll(/[^,\s]+/g)) {
    const [pattern] = match;
    const source = { file, start: match.index, end: match.index + pattern.length };
    addHosts(draft, group, { pattern, source, variables: new Map() }, errors);
  }
}

function readInventoryFile(
  path: string,
  draft: InventoryDraft,
  { cwd, vault }: Pick<LoadOptions, "cwd" | "vault">,
  errors: ErrorCollector,
): void {
  if (isScript(path, cwd, errors)) return;
  const written = readSourceFile(path, { cwd, errors });
  const file = written && openFile(written, { errors, vault });
  if (!file) return;
  if (!isYaml(file)) {
    readIni(file, draft, errors);
    return;
  }
  const root = parseYaml(file, errors);
  if (root) readYamlInventory(root, draft, errors);
}

/** By its name, or by a first line that no INI inventory has. */
function isYaml({ path, text }: SourceFile): boolean {
  if ([".yml", ".yaml", ".json"].includes(extname(path))) return true;
  const first = text.split("\n").find((line) => /^\s*[^\s#;]/.test(line)) ?? "";
  return /^(?:---|\{|[\w-]+:)\s*(?:#.*)?$/.test(first.trimEnd());
}

/** `group_vars/` and `host_vars/` beside each inventory, each folder once. */
function variableFolders(paths: readonly string[], files: ParsedFiles): readonly VariableFolder[] {
  const folders = new Set(paths.map((path) => (isFolder(path) ? path : dirname(path))));
  return [...folders].map((folder) => readVariableFolder(folder, files));
}
