import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import type { Reference } from "../../engine/model/reference.ts";
import { compileText } from "../../engine/template/compile-text.ts";
import { compileTemplateFile } from "../../engine/template/handlebars.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";

export const roles: readonly string[] = readdirSync("roles");

/** Paths of a role's files in some of its folders. */
export function filesOf(role: string, ...folders: readonly string[]): readonly string[] {
  return folders
    .map((folder) => join("roles", role, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.(yml|hbs)$/.test(path))
    .sort();
}

export function readYaml(path: string): unknown {
  return parse(readFileSync(path, "utf8"));
}

/** The variables of a role's defaults, as they are written. */
export function defaultsOf(role: string): Readonly<Record<string, unknown>> {
  return Object.assign({}, ...filesOf(role, "defaults").map(readYaml));
}

/** All variables that the text between `{{ }}` and `{% %}` of a file asks for. */
export function referencesIn(path: string): readonly Reference[] {
  const file = { path, text: readFileSync(path, "utf8") };
  const errors = new ErrorCollector();
  const { references } = path.endsWith(".hbs")
    ? compileTemplateFile(file, errors)
    : compileText(file, vocabulary, errors);
  if (errors.errors.length > 0) throw new AggregateError(errors.errors, path);
  return references;
}

/** Names that a role's tasks and variables give values to: variables, results, facts, those of loops. */
export function givenBy(role: string): readonly string[] {
  const variables = filesOf(role, "defaults", "vars").flatMap((path) => Object.keys(readYaml(path) ?? {}));
  return [...variables, ...filesOf(role, "tasks").flatMap((path) => givenIn(readYaml(path)))];
}

function givenIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(givenIn);
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (["register", "loop_var", "index_var"].includes(key)) return [String(value)];
    if (["vars", "set_fact"].includes(key)) return [...Object.keys(value ?? {}), ...givenIn(value)];
    return givenIn(value);
  });
}
