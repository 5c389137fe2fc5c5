import path from "node:path";
import { type ErrorCollector, PlayError } from "../base/play-error.ts";
import type { Source, SourceFile } from "../base/source.ts";
import { parseArguments } from "../load/arguments/parse-arguments.ts";
import type { LoadOptions } from "../load/loading.ts";
import { ParsedFiles } from "../load/parsed-files.ts";
import { readVariableFile } from "../load/variables/read-variables.ts";
import { parseYaml } from "../load/yaml/parse-yaml.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { YamlNode } from "../model/yaml-node.ts";

/** `-e`: `k=v` words, YAML or JSON text, or `@file`; the later ones win. */
export function readExtraVariables(
  texts: readonly SourceFile[],
  { cwd, vault }: Pick<LoadOptions, "cwd" | "vault">,
  errors: ErrorCollector,
): VariableSet {
  const files = new ParsedFiles(cwd, errors, vault);
  return new Map(texts.flatMap((file) => [...readOne(file, files)]));
}

function readOne(file: SourceFile, files: ParsedFiles): VariableSet {
  const text = file.text.trim();
  const source = wholeOf(file);
  if (text === "" || text === "@") {
    files.errors.add(notVariables(source));
    return new Map();
  }
  if (text.startsWith("@"))
    return readVariableFile(path.resolve(files.cwd, text.slice(1)), files, source) ?? new Map();
  return /^[[{]|^---|^[\w-]+:(\s|$)/.test(text)
    ? readYaml(file, files.errors)
    : readWords(file, files.errors);
}

function wholeOf(file: SourceFile): Source {
  return { file, start: 0, end: file.text.length };
}

function notVariables(source: Source): PlayError {
  const hint = `write name=value, '{"name": "value"}' or @file.yml`;
  return new PlayError("BAD_USAGE", "--extra-vars takes variables with names", { source, hint });
}

function readYaml(file: SourceFile, errors: ErrorCollector): VariableSet {
  const node = parseYaml(file, errors);
  if (node?.kind === "mapping") return new Map(node.entries.map(({ key, value }) => [key, value]));
  if (node) errors.add(notVariables(wholeOf(file)));
  return new Map();
}

function readWords(file: SourceFile, errors: ErrorCollector): VariableSet {
  if (!/=/.test(file.text)) {
    errors.add(notVariables(wholeOf(file)));
    return new Map();
  }
  const segments = [{ inner: 0, outer: 0, length: file.text.length }];
  const line = { kind: "scalar", value: file.text, source: wholeOf(file), segments } as const;
  const { entries } = parseArguments(line, errors);
  return new Map(entries.map(({ key, value }) => [key, withFlag(value)]));
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

/** `x=false` means false: the text "false" would be true. Any other value stays text, as in Ansible. */
function withFlag(value: YamlNode): YamlNode {
  if (value.kind !== "scalar" || typeof value.value !== "string") return value;
  const flag = flags[value.value.toLowerCase()];
  return flag === undefined ? value : { ...value, value: flag, segments: [] };
}
