import { PlayError } from "../../base/play-error.ts";
import type { YamlEntry } from "../../model/yaml-node.ts";
import type { Loading } from "../loading.ts";
import { isNull } from "../yaml/node-shape.ts";

/** Those of a task's keys that are no keywords but options of its module. */
export function misplacedOptions(
  keys: readonly YamlEntry[],
  module: string,
  { options }: Loading,
): readonly YamlEntry[] {
  const names = options.moduleOptions?.get(module);
  return keys.filter(({ key }) => names?.has(key) === true && !options.moduleNames.has(key));
}

/** One UNKNOWN_KEY for all options that stand beside their module instead of below it. */
export function optionsBeside({ key: module, value }: YamlEntry, misplaced: readonly YamlEntry[]): PlayError {
  const [first] = misplaced;
  const names = misplaced.map(({ key }) => `"${key}"`);
  const all = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  const are = names.length > 1 ? "are options" : "is an option";
  const them = names.length > 1 ? "them" : "it";
  return new PlayError("UNKNOWN_KEY", `${all} ${are} of ${module}, not of the task`, {
    source: first?.keySource,
    hint: isNull(value)
      ? `indent ${them} below ${module}:`
      : `write ${them} below ${module}:, as its options`,
  });
}
