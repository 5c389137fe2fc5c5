import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import type { PlaybookImport } from "../../model/playbook.ts";
import type { YamlEntry, YamlMapping } from "../../model/yaml-node.ts";
import { findFile, notFound } from "../file/find-file.ts";
import { playbookImportKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import type { Reader } from "../reader.ts";
import { moduleName } from "../task/module-name.ts";
import { literalText } from "../yaml/node-shape.ts";

export interface ImportTarget {
  readonly path: string;
  readonly source: Source;
  readonly around: PlaybookImport;
}

export function findPlaybookImport(item: YamlMapping): YamlEntry | undefined {
  return item.entries.find(({ key }) => moduleName(key) === "import_playbook");
}

/** Where an import_playbook entry leads. Collects UNKNOWN_KEY, BAD_SHAPE, FILE_NOT_FOUND. */
export function readPlaybookImport(
  item: YamlMapping,
  entry: YamlEntry,
  folder: string,
  { loading }: Reader,
): ImportTarget | undefined {
  const { errors, options } = loading;
  const { keywords, variables, others } = sortKeys(item, playbookImportKeywords, errors);
  const unknown = others.filter((other) => other !== entry);
  refuseKeys(unknown, "import_playbook", playbookImportKeywords, errors);
  const name = literalText(entry.value);
  const { source } = entry.value;
  if (name === undefined) {
    const hint = "playbooks are read before the run: write a file name without a template";
    errors.add(new PlayError("BAD_SHAPE", "import_playbook must name a file", { source, hint }));
    return undefined;
  }
  const path = findFile(name, [folder]);
  if (path === undefined) {
    errors.add(notFound({ name, folders: [folder], source, cwd: options.cwd }));
    return undefined;
  }
  return { path, source, around: { variables, keywords } };
}
