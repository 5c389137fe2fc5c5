import path from "node:path";
import { type ErrorCollector } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import { parseArguments } from "../load/arguments/parse-arguments.ts";
import { loadVariablesFile } from "../load/load-playbook.ts";
import type { LoadOptions } from "../load/loading.ts";
import { parseYaml } from "../load/yaml/parse-yaml.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { YamlNode, YamlScalar } from "../model/yaml-node.ts";

/** `-e`: `k=v` words, YAML or JSON text, or `@file`; the later ones win. */
export function readExtraVariables(
  texts: readonly SourceFile[],
  loading: LoadOptions,
  errors: ErrorCollector,
): VariableSet {
  return new Map(texts.flatMap((file) => [...readOne(file, loading, errors)]));
}

function readOne(file: SourceFile, loading: LoadOptions, errors: ErrorCollector): VariableSet {
  const text = file.text.trim();
  if (text.startsWith("@"))
    return loadVariablesFile(path.resolve(loading.cwd, text.slice(1)), loading, errors) ?? new Map();
  return /^[[{]|^---|^[\w-]+:(\s|$)/.test(text) ? readYaml(file, errors) : readWords(file, errors);
}

function readYaml(file: SourceFile, errors: ErrorCollector): VariableSet {
  const node = parseYaml(file, errors);
  return node?.kind === "mapping" ? new Map(node.entries.map(({ key, value }) => [key, value])) : new Map();
}

function readWords(file: SourceFile, errors: ErrorCollector): VariableSet {
  const source = { file, start: 0, end: file.text.length };
  const segments = [{ inner: 0, outer: 0, length: file.text.length }];
  const { entries } = parseArguments({ kind: "scalar", value: file.text, source, segments }, errors);
  return new Map(entries.map(({ key, value }) => [key, withFlag(value)]));
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false, yes: true, no: false };

/** `x=false` means false: the text "false" would be true. Any other value stays text. */
function withFlag(value: YamlNode): YamlNode {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const flag = flags[value.value.toLowerCase()];
  const scalar: YamlScalar = flag === undefined ? value : { ...value, value: flag, segments: [] };
  return scalar;
}
