import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { Loading, LoadOptions } from "../loading.ts";
import type { YamlEntry, YamlMapping, YamlNode, YamlScalar } from "../../model/yaml-node.ts";
import { commandOptions, parseArguments, parseFreeForm } from "../arguments/parse-arguments.ts";
import type { Arguments } from "../arguments/parse-arguments.ts";
import { asWritten, isNull } from "../yaml/node-shape.ts";

export interface TaskArguments {
  readonly args: YamlMapping;
  readonly freeForm?: YamlScalar;
}

/** A module's value and the task's `args:` as one mapping; what the module's value says wins. Collects BAD_SHAPE. */
export function readArguments(
  { key, keySource, value }: YamlEntry,
  args: YamlNode | undefined,
  { options, errors }: Pick<Loading, "options" | "errors">,
): TaskArguments {
  const own = ownArguments(key, value, options, errors);
  const given = new Set(own.entries.map((entry) => entry.key));
  const added = args?.kind === "mapping" ? args.entries.filter((entry) => !given.has(entry.key)) : [];
  const source = isNull(value) ? keySource : value.source;
  const merged: YamlMapping = { kind: "mapping", entries: [...own.entries, ...added], source };
  return own.freeForm ? { args: merged, freeForm: own.freeForm } : { args: merged };
}

function ownArguments(
  module: string,
  value: YamlNode,
  options: LoadOptions,
  errors: ErrorCollector,
): Arguments {
  if (value.kind === "mapping") return { entries: value.entries };
  if (isNull(value) || (value.kind === "scalar" && value.value === "")) return { entries: [] };
  if (value.kind === "scalar") {
    if (!options.freeFormModules.has(module)) return parseArguments(asWritten(value), errors);
    return parseFreeForm(asWritten(value), inlineOptions(module, options));
  }
  const details = { source: value.source, hint: "write its options as key: value, one below the other" };
  errors.add(new PlayError("BAD_SHAPE", `the options of "${module}" must not be a list`, details));
  return { entries: [] };
}

const commands: ReadonlySet<string> = new Set(["command", "shell", "script", "raw"]);

function inlineOptions(module: string, { moduleOptions }: LoadOptions): ReadonlySet<string> {
  return commands.has(module) ? commandOptions : (moduleOptions?.get(module) ?? commandOptions);
}
