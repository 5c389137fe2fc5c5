import { PlayError } from "../../base/play-error.ts";
import { suggest } from "../../base/suggest.ts";
import type { YamlEntry, YamlMapping } from "../../model/yaml-node.ts";
import { handlerKeywords, misplacedKeywords, oldKeywords, taskKeywords } from "../keywords/keyword-table.ts";
import { keywordNames, refuseKeys } from "../keywords/sort-keys.ts";
import type { Loading } from "../loading.ts";
import { misplacedOptions, optionsBeside } from "./misplaced-options.ts";
import { inclusions, moduleName } from "./module-name.ts";

/** What a task does: the entry that names it, or `action:` and `local_action:` by their own keys. */
export interface FoundAction {
  readonly name: string;
  readonly entry: YamlEntry;
}

/**
 * The one entry of a task that names its module, import or include. Collects NO_MODULE, TWO_MODULES, and for what is
 * neither module nor keyword UNKNOWN_MODULE, or UNKNOWN_KEY where the task has its module or the word is near a keyword.
 */
export function findAction(mapping: YamlMapping, loading: Loading): FoundAction | undefined {
  const keywords = new Set(keywordNames(handlerKeywords));
  const rest = mapping.entries.filter(({ key }) => !keywords.has(key));
  const actions = rest.flatMap((entry) => asAction(entry, loading) ?? []);
  const unknown = rest.filter((entry) => asAction(entry, loading) === undefined);
  const [first, second] = actions;
  const misplaced = first ? misplacedOptions(unknown, first.name, loading) : [];
  if (first && misplaced.length > 0) loading.errors.add(optionsBeside(first.entry, misplaced));
  const named = refuseUnknown(
    unknown.filter((entry) => !misplaced.includes(entry)),
    first !== undefined,
    loading,
  );
  if (second) loading.errors.add(twoModules(first, second));
  if (!first && !named) loading.errors.add(noModule(mapping));
  return first;
}

function asAction(entry: YamlEntry, { options }: Loading): FoundAction | undefined {
  const name = moduleName(entry.key);
  const known = options.moduleNames.has(name) || actionKeys.has(name);
  return known ? { name, entry } : undefined;
}

const actionKeys: ReadonlySet<string> = new Set(["action", "local_action", ...inclusions]);

/** Whether one of the entries was taken for the task's module. */
function refuseUnknown(entries: readonly YamlEntry[], hasModule: boolean, loading: Loading): boolean {
  let named = false;
  for (const entry of entries) {
    const explained = entry.key === "include" || misplacedKeywords.has(`a task ${entry.key}`);
    const likelyKey =
      hasModule || explained || oldKeywords.has(entry.key) || isNearKeyword(entry.key, loading);
    if (likelyKey) refuseKeys([entry], "a task", taskKeywords, loading.errors);
    else loading.errors.add(unknownModule(entry, loading));
    named ||= !likelyKey || explained;
  }
  return named;
}

function isNearKeyword(key: string, { options }: Loading): boolean {
  const keywords = keywordNames(taskKeywords);
  const near = suggest(key, [...options.moduleNames, ...inclusions, ...keywords]);
  return near !== undefined && keywords.includes(near);
}

export function unknownModule(
  { key, keySource }: Pick<YamlEntry, "key" | "keySource">,
  loading: Loading,
): PlayError {
  const names = [...loading.options.moduleNames, ...inclusions, ...keywordNames(taskKeywords)];
  const near = suggest(moduleName(key), names);
  const hint = near === undefined ? "`play doc` lists the modules" : `did you mean "${near}"?`;
  return new PlayError("UNKNOWN_MODULE", `there is no module "${key}"`, { source: keySource, hint });
}

function twoModules(first: FoundAction | undefined, second: FoundAction): PlayError {
  return new PlayError(
    "TWO_MODULES",
    `a task has one module, this one has "${first?.name}" and "${second.name}"`,
    {
      source: second.entry.keySource,
      hint: 'make two tasks of it: each starts with "- "',
    },
  );
}

function noModule(mapping: YamlMapping): PlayError {
  return new PlayError("NO_MODULE", "this task names no module", {
    source: mapping.source,
    hint: "add what it shall do, for example: command: uptime",
  });
}
