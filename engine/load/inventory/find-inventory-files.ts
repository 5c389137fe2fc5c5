import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { isFile, isFolder, listFolder, notFound } from "../file/find-file.ts";
import { shownPath } from "../file/read-source-file.ts";

/** An inventory file or folder as given, or in `inventory/` below the working folder. Collects FILE_NOT_FOUND. */
export function findInventory(name: string, cwd: string, errors: ErrorCollector): string | undefined {
  const folders = [cwd, join(cwd, "inventory")];
  const paths = folders.map((folder) => resolve(folder, name));
  const found = paths.find((path) => isFile(path) || isFolder(path));
  if (found === undefined) errors.add(notFound({ name, folders, source: undefined, cwd }));
  return found;
}

const ignoredSuffixes = "~ .orig .bak .cfg .retry .pyc .pyo .swp .rpm .md .txt .rst".split(" ");

const notInventories: ReadonlySet<string> = new Set(["group_vars", "host_vars", "vars_plugins"]);

/** The inventory files of a path: itself, or those below it in sorted order, without what Ansible leaves out. */
export function inventoryFiles(path: string): readonly string[] {
  if (!isFolder(path)) return [path];
  return listFolder(path)
    .filter((name) => !name.startsWith(".") && !notInventories.has(name))
    .filter((name) => !ignoredSuffixes.some((suffix) => name.endsWith(suffix)))
    .flatMap((name) => inventoryFiles(join(path, name)));
}

/** Inventory scripts are not run: BAD_SHAPE is collected, and true returned, for a file that is meant to be one. */
export function isScript(path: string, cwd: string, errors: ErrorCollector): boolean {
  const executable = (statSync(path).mode & 0o111) !== 0;
  if (!executable || !readFileSync(path, "latin1").startsWith("#!")) return false;
  const message = `${shownPath(path, cwd)} is a program, and inventory programs are not run`;
  errors.add(
    new PlayError("BAD_SHAPE", message, { hint: "let it write a YAML inventory into a file, and give that" }),
  );
  return true;
}
