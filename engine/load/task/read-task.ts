import type { Task, TaskItem } from "../../model/playbook.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { findEntry } from "../../model/yaml-node.ts";
import { handlerKeywords, taskKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import type { Place, Reader } from "../reader.ts";
import { findAction, unknownModule } from "./find-action.ts";
import { misplacedOptions } from "./misplaced-options.ts";
import type { FoundAction } from "./find-action.ts";
import { asInclusion } from "./module-name.ts";
import { readArguments } from "./read-arguments.ts";
import { readInclusion } from "./read-inclusion.ts";
import { readOldAction } from "./read-old-action.ts";

/** A mapping that is no block: a task, or an import or include. undefined where it has no usable module. */
export function readTask(mapping: YamlMapping, place: Place, reader: Reader): TaskItem | undefined {
  const action = findAction(mapping, reader.loading);
  if (!action) return undefined;
  const inclusion = asInclusion(action.name);
  if (inclusion) return readInclusion({ mapping, entry: action.entry, inclusion }, place, reader);
  return readPlainTask(mapping, action, place, reader);
}

function readPlainTask(
  mapping: YamlMapping,
  action: FoundAction,
  place: Place,
  { loading }: Reader,
): Task | undefined {
  const { errors, options } = loading;
  const table = place.kind === "handler" ? handlerKeywords : taskKeywords;
  const { keywords, variables, others } = sortKeys(mapping, table, errors);
  // The rest was judged by findAction, which knows more than the task's own table.
  refuseKeys(
    others.filter(({ key }) => key === "listen"),
    "a task that is no handler",
    table,
    errors,
  );
  const named = namedModule(action, errors);
  if (!named) return undefined;
  if (!options.moduleNames.has(named.key)) {
    errors.add(unknownModule(named, loading));
    return undefined;
  }
  const content = readArguments(named, findEntry(mapping, "args")?.value, loading);
  const misplaced = misplacedOptions(others, named.key, loading);
  const extra: readonly (readonly [string, YamlNode])[] =
    action.name === "local_action" ? [localhost(named)] : [];
  return {
    kind: "task",
    source: mapping.source,
    variables,
    keywords: new Map([...extra, ...keywords].filter(([key]) => key !== "args")),
    module: named.key,
    moduleSource: named.keySource,
    ...content,
    // told by findAction; what else is wrong with them is told as if they stood where they belong
    args: { ...content.args, entries: [...content.args.entries, ...misplaced] },
  };
}

/** The module and its value, also where it is given by `action:` or `local_action:`. */
function namedModule(
  { name, entry }: FoundAction,
  errors: Reader["loading"]["errors"],
): YamlEntry | undefined {
  const old = name === "action" || name === "local_action";
  return old ? readOldAction(entry, errors) : { ...entry, key: name };
}

function localhost({ keySource }: YamlEntry): readonly [string, YamlNode] {
  return ["delegate_to", { kind: "scalar", value: "localhost", source: keySource, segments: [] }];
}
