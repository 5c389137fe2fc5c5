import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { VariableSet } from "../../model/inventory.ts";
import type { Keywords } from "../../model/playbook.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { isNull, isTemplate } from "../yaml/node-shape.ts";
import { loopLookups, misplacedKeywords, oldKeywords } from "./keyword-table.ts";
import { withoutBlank } from "../yaml/mark-slips.ts";
import type { KeywordTable, Shape } from "./keyword-table.ts";

export interface SortedKeys {
  /** All known keywords but `vars`. */
  readonly keywords: Keywords;
  readonly variables: VariableSet;
  readonly others: readonly YamlEntry[];
}

/** Parts a mapping into keywords, `vars` and the rest, which the caller judges. Collects BAD_SHAPE. */
export function sortKeys(mapping: YamlMapping, table: KeywordTable, errors: ErrorCollector): SortedKeys {
  const keywords = new Map<string, YamlNode>();
  const others: YamlEntry[] = [];
  let variables: VariableSet = new Map();
  for (const entry of mapping.entries) {
    const shape = shapeOf(entry.key, table);
    if (shape === undefined) others.push(entry);
    else if (!checkShape(entry, shape, errors)) continue;
    else if (entry.key === "vars") variables = variablesOf(entry.value);
    else keywords.set(entry.key, entry.value);
  }
  return { keywords, variables, others };
}

/** Collects UNKNOWN_KEY for each entry; `place` as in "a play has no keyword …". */
export function refuseKeys(
  entries: readonly YamlEntry[],
  place: string,
  table: KeywordTable,
  errors: ErrorCollector,
): void {
  for (const { key, keySource } of entries) {
    const hint =
      misplacedKeywords.get(`${place} ${key}`) ?? oldKeywords.get(key) ?? suggestKeyword(key, table);
    errors.add(new PlayError("UNKNOWN_KEY", `${place} has no keyword "${key}"`, { source: keySource, hint }));
  }
}

export function suggestKeyword(key: string, table: KeywordTable): string | undefined {
  return didYouMean(key, keywordNames(table));
}

export function keywordNames(table: KeywordTable): readonly string[] {
  const loops = Object.hasOwn(table, "loop") ? loopLookups.map((name) => `with_${name}`) : [];
  return [...Object.keys(table), ...loops];
}

/** A mapping's entries as variables. */
export function variablesOf(node: YamlNode): VariableSet {
  if (node.kind !== "mapping") return new Map();
  return new Map(node.entries.map(({ key, value }) => [key, value]));
}

function shapeOf(key: string, table: KeywordTable): Shape | undefined {
  if (Object.hasOwn(table, key)) return table[key];
  const known = key.startsWith("with_") && loopLookups.includes(key.slice("with_".length));
  return known && Object.hasOwn(table, "loop") ? "any" : undefined;
}

const accepted: Readonly<Record<Exclude<Shape, "any">, readonly YamlNode["kind"][]>> = {
  scalar: ["scalar"],
  mapping: ["mapping"],
  list: ["sequence"],
  "scalar or list": ["scalar", "sequence"],
  "mapping or list": ["mapping", "sequence"],
};

const wording: Readonly<Record<Exclude<Shape, "any">, string>> = {
  scalar: "a single value",
  mapping: "a mapping: key: value",
  list: 'a list: lines that start with "- "',
  "scalar or list": "a single value or a list",
  "mapping or list": "a mapping or a list of mappings",
};

function checkShape({ key, value }: YamlEntry, shape: Shape, errors: ErrorCollector): boolean {
  if (shape === "any" || isNull(value) || accepted[shape].includes(value.kind)) return true;
  if (isTemplate(value) && shape !== "list") return true;
  const dashed = shape === "list" ? dashedKey(value) : undefined;
  if (dashed) {
    const { message, hint } = withoutBlank(`${dashed.key.slice(1)}:`);
    errors.add(new PlayError("BAD_SHAPE", message, { source: dashed.keySource, hint }));
    return false;
  }
  const details = { source: value.source, hint: `write ${wording[shape]}` };
  errors.add(new PlayError("BAD_SHAPE", `"${key}" must be ${wording[shape]}`, details));
  return false;
}

/** `-ping:` where `- ping:` is meant. */
function dashedKey(value: YamlNode): YamlEntry | undefined {
  return value.kind === "mapping" ? value.entries.find(({ key }) => /^-[A-Za-z_]/.test(key)) : undefined;
}
