import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { Keywords } from "../../model/playbook.ts";
import { sourceWithin } from "../../model/yaml-node.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "../../model/yaml-node.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { splitWords } from "../arguments/split-words.ts";
import { applyKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import { isNull } from "../yaml/node-shape.ts";
import type { Inclusion } from "./module-name.ts";

/** What stands below import_tasks and its like: the options by name, and where the whole is, for errors. */
export interface InclusionOptions {
  readonly values: ReadonlyMap<string, YamlNode>;
  readonly source: Source;
  /** What is missing may be what was refused. */
  readonly flawed: boolean;
}

const roleOptions = [
  ..."name role tasks_from vars_from defaults_from handlers_from".split(" "),
  ..."allow_duplicates rolespec_validate public".split(" "),
];

const optionNames: Readonly<Record<Inclusion, readonly string[]>> = {
  import_tasks: ["file"],
  include_tasks: ["file", "apply"],
  import_role: roleOptions,
  include_role: [...roleOptions, "apply"],
};

/** The options in each of their forms: a file name, `k=v` words, a mapping, `args:`. Collects UNKNOWN_OPTION, BAD_SHAPE. */
export function readInclusionOptions(
  { key, keySource, value }: YamlEntry,
  args: YamlNode | undefined,
  errors: ErrorCollector,
): InclusionOptions | undefined {
  const before = errors.errors.length;
  const own = ownEntries(key, value, errors);
  if (!own) return undefined;
  const added = args?.kind === "mapping" ? args.entries : [];
  const values = new Map<string, YamlNode>();
  for (const entry of [...added, ...own]) {
    if (isOption(key, entry.key)) values.set(entry.key, entry.value);
    else errors.add(unknownOption(key, entry));
  }
  const flawed = errors.errors.length > before;
  return { values, source: isNull(value) ? keySource : value.source, flawed };
}

/** The keywords under `apply:`. */
export function readApply({ values }: InclusionOptions, errors: ErrorCollector): Keywords {
  const apply = values.get("apply");
  if (!apply || isNull(apply)) return new Map();
  if (apply.kind !== "mapping") {
    const details = { source: apply.source, hint: "write apply: and below it, for example, tags: [a]" };
    errors.add(new PlayError("BAD_SHAPE", '"apply" must be a mapping of keywords', details));
    return new Map();
  }
  const { keywords, others } = sortKeys(apply, applyKeywords, errors);
  refuseKeys(others, "apply", applyKeywords, errors);
  const variables = apply.entries.find((entry) => entry.key === "vars")?.value;
  return variables ? new Map([...keywords, ["vars", variables]]) : keywords;
}

function ownEntries(key: string, value: YamlNode, errors: ErrorCollector): readonly YamlEntry[] | undefined {
  if (value.kind === "mapping") return value.entries;
  if (isNull(value)) return [];
  if (value.kind === "sequence") {
    const details = { source: value.source, hint: "write one for each" };
    errors.add(new PlayError("BAD_SHAPE", `${key} takes one name, not a list`, details));
    return undefined;
  }
  if (key.endsWith("_role") && !String(value.value).includes("=")) {
    const hint = `write ${key}: { name: ${String(value.value)} }`;
    errors.add(
      new PlayError("BAD_SHAPE", `${key} takes options, not a name alone`, { source: value.source, hint }),
    );
    return undefined;
  }
  const named = key.endsWith("_tasks") && !/^\s*file=/.test(String(value.value));
  return named ? fileEntry(key, value, errors) : parseArguments(value, errors).entries;
}

/** The old form `import_tasks: x.yml name=value` gave variables behind the file's name. */
function fileEntry(key: string, value: YamlScalar, errors: ErrorCollector): readonly YamlEntry[] {
  const behind = splitWords(String(value.value))
    .words.slice(1)
    .find(({ text }) => /^\w+=/.test(text));
  if (behind) {
    const source = sourceWithin(value, behind.start, behind.end);
    const hint = "give variables by vars:, and tags by tags:";
    errors.add(new PlayError("BAD_SHAPE", `${key} takes nothing but the file's name`, { source, hint }));
    return [];
  }
  return [{ key: "file", keySource: value.source, value }];
}

function isOption(inclusion: string, option: string): boolean {
  return (
    new Map<string, readonly string[]>(Object.entries(optionNames)).get(inclusion)?.includes(option) === true
  );
}

function unknownOption(inclusion: string, { key, keySource }: YamlEntry): PlayError {
  const names = new Map<string, readonly string[]>(Object.entries(optionNames)).get(inclusion) ?? [];
  const hint = didYouMean(key, names) ?? `it has ${names.join(", ")}; variables stand under vars:`;
  return new PlayError("UNKNOWN_OPTION", `${inclusion} has no option "${key}"`, { source: keySource, hint });
}
