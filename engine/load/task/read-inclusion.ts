import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { TaskItem } from "../../model/playbook.ts";
import { findEntry } from "../../model/yaml-node.ts";
import type { YamlEntry, YamlMapping } from "../../model/yaml-node.ts";
import { importKeywords, includeKeywords, taskKeywords } from "../keywords/keyword-table.ts";
import { keywordNames, sortKeys } from "../keywords/sort-keys.ts";
import type { Place, Reader } from "../reader.ts";
import { readInclusionOptions } from "./inclusion-options.ts";
import type { Inclusion } from "./module-name.ts";
import { readRoleInclusion } from "./read-role-inclusion.ts";
import { readTaskInclusion } from "./read-task-inclusion.ts";

export interface FoundInclusion {
  readonly mapping: YamlMapping;
  /** The entry that names the import or include. */
  readonly entry: YamlEntry;
  readonly inclusion: Inclusion;
}

/** import_tasks, include_tasks, import_role or include_role. undefined where what it names cannot be read. */
export function readInclusion(found: FoundInclusion, place: Place, reader: Reader): TaskItem | undefined {
  const { mapping, entry, inclusion } = found;
  const { errors } = reader.loading;
  const table = inclusion.startsWith("import") ? importKeywords : includeKeywords;
  const extra = place.kind === "handler" ? { ...table, listen: "scalar or list" as const } : table;
  const { keywords, variables, others } = sortKeys(mapping, extra, errors);
  refuseTaskKeywords(others, inclusion, errors);
  const options = readInclusionOptions(
    { ...entry, key: inclusion },
    findEntry(mapping, "args")?.value,
    errors,
  );
  if (!options) return undefined;
  const kept = new Map([...keywords].filter(([key]) => key !== "args"));
  const base = { source: mapping.source, variables, keywords: kept };
  return inclusion === "import_tasks" || inclusion === "include_tasks"
    ? readTaskInclusion({ inclusion, base, options }, place, reader)
    : readRoleInclusion({ inclusion, base, options }, place, reader);
}

/** Keywords that a task may have and this may not; words that nobody knows are refused elsewhere. */
function refuseTaskKeywords(
  entries: readonly YamlEntry[],
  inclusion: Inclusion,
  errors: ErrorCollector,
): void {
  const known = new Set(keywordNames(taskKeywords));
  for (const { key, keySource } of entries.filter((entry) => known.has(entry.key))) {
    const hint = inclusion.startsWith("include")
      ? "what is for the included tasks stands under apply:, beside the name"
      : `use ${inclusion.replace("import", "include")}, which is decided in the run`;
    const details = { source: keySource, hint };
    errors.add(new PlayError("UNKNOWN_KEY", `${inclusion} has no keyword "${key}"`, details));
  }
}
