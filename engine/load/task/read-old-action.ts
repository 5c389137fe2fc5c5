import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { findEntry, sourceWithin } from "../../model/yaml-node.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "../../model/yaml-node.ts";
import { pickRanges } from "../text/pick-ranges.ts";
import { isTemplate } from "../yaml/node-shape.ts";
import { moduleName } from "./module-name.ts";

/**
 * `action: copy src=a dest=b` or `action: { module: copy, src: a }` as if it were `copy: …`; also for `local_action:`.
 * Collects BAD_SHAPE.
 */
export function readOldAction(entry: YamlEntry, errors: ErrorCollector): YamlEntry | undefined {
  const { value } = entry;
  const read =
    value.kind === "mapping" ? fromMapping(value) : value.kind === "scalar" ? fromLine(value) : undefined;
  if (read && !/\{[{%]/.test(read.key)) return read;
  const message = `"${entry.key}" must name a module`;
  const hint = isTemplate(value)
    ? "a module cannot be chosen by a template; write a task for each, with when:"
    : `write ${entry.key}: copy src=a dest=b`;
  errors.add(new PlayError("BAD_SHAPE", message, { source: value.source, hint }));
  return undefined;
}

function fromLine(line: YamlScalar): YamlEntry | undefined {
  const text = typeof line.value === "string" ? line.value : "";
  const name = /^\s*(\S+)\s*/.exec(text);
  if (!name?.[1]) return undefined;
  const start = name[0].indexOf(name[1]);
  const keySource = sourceWithin(line, start, start + name[1].length);
  const value = pickRanges(line, [{ start: name[0].length, end: text.length }]);
  return { key: moduleName(name[1]), keySource, value };
}

function fromMapping(mapping: Extract<YamlNode, { kind: "mapping" }>): YamlEntry | undefined {
  const module = findEntry(mapping, "module");
  if (module?.value.kind !== "scalar" || typeof module.value.value !== "string") return undefined;
  const entries = mapping.entries.filter((entry) => entry !== module);
  const value: YamlNode = { ...mapping, entries };
  return { key: moduleName(module.value.value), keySource: module.value.source, value };
}
