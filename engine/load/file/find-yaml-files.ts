import { extname, join } from "node:path";
import { isFile, isFolder, listFolder } from "./find-file.ts";

const extensions = ["", ".yml", ".yaml", ".json"];

/**
 * The files that hold what `base` names: a folder `base` with all files below it in sorted order, or the first of
 * `base`, `base.yml`, `base.yaml`, `base.json`. As in Ansible, one that is found hides the rest.
 */
export function findYamlFiles(base: string): readonly string[] {
  if (isFolder(base)) return filesBelow(base);
  const file = findYamlFile(base);
  return file === undefined ? [] : [file];
}

/** The first of `base`, `base.yml`, `base.yaml`, `base.json` that is a file. */
export function findYamlFile(base: string): string | undefined {
  return extensions.map((extension) => base + extension).find(isFile);
}

function filesBelow(folder: string): readonly string[] {
  return listFolder(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name.startsWith(".") || name.endsWith("~")) return [];
    if (isFolder(path)) return filesBelow(path);
    return extensions.includes(extname(name)) ? [path] : [];
  });
}
