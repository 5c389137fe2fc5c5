import { join } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Role } from "../../model/playbook.ts";
import { findEntry } from "../../model/yaml-node.ts";
import { findYamlFile } from "../file/find-yaml-files.ts";
import type { Place, Reader } from "../reader.ts";
import { isNull } from "../yaml/node-shape.ts";
import { readRoleUses } from "./read-role-uses.ts";

export type RoleMeta = Pick<Role, "dependencies" | "allowDuplicates">;

/** What meta/main.yml says about the role's place among others; the rest of it is for galaxy. Collects BAD_SHAPE. */
export function readRoleMeta(folder: string, place: Place, reader: Reader): RoleMeta {
  const path = findYamlFile(join(folder, "meta", "main"));
  const node = path === undefined ? undefined : reader.loading.files.parse(path);
  if (!node || isNull(node)) return { dependencies: [], allowDuplicates: false };
  if (node.kind !== "mapping") {
    const details = { source: node.source, hint: "write dependencies: and below it a list of roles" };
    reader.loading.errors.add(new PlayError("BAD_SHAPE", "meta/main.yml must be a mapping", details));
    return { dependencies: [], allowDuplicates: false };
  }
  const dependencies = findEntry(node, "dependencies")?.value;
  const allow = findEntry(node, "allow_duplicates")?.value;
  return {
    dependencies: dependencies ? readRoleUses(dependencies, "dependencies", place, reader) : [],
    allowDuplicates: allow?.kind === "scalar" && allow.value === true,
  };
}
