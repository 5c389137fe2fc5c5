import { PlayError } from "../../base/play-error.ts";
import type { VariableFolder } from "../../model/inventory.ts";
import type { Keywords, Play, PlaybookImport, TaskItem } from "../../model/playbook.ts";
import type { YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { playKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import type { Place, Reader } from "../reader.ts";
import { readRoleUses } from "../role/read-role-uses.ts";
import { emptyTrail } from "../trail.ts";
import { readVariableFolder } from "../variables/read-variable-folder.ts";
import { isNull } from "../yaml/node-shape.ts";
import { readVariableFiles } from "./read-variable-files.ts";

export interface PlayPlace {
  /** Absolute folder of the playbook. */
  readonly folder: string;
  readonly imports: readonly PlaybookImport[];
}

/** A play with everything that it names. Collects UNKNOWN_KEY and BAD_SHAPE; what is wrong is left out. */
export function readPlay(mapping: YamlMapping, { folder, imports }: PlayPlace, reader: Reader): Play {
  const { errors } = reader.loading;
  const { keywords, variables, others } = sortKeys(mapping, playKeywords, errors);
  refuseKeys(others, "a play", playKeywords, errors);
  const tasksOf = (key: string, kind: Place["kind"] = "task"): readonly TaskItem[] => {
    const list = keywords.get(key);
    return list ? reader.readTaskList(list, place(folder, kind)) : [];
  };
  const roles = keywords.get("roles");
  return {
    source: mapping.source,
    folder,
    hosts: readHosts(mapping, keywords, reader),
    variables,
    variableFiles: readVariableFiles(keywords.get("vars_files"), folder, reader.loading),
    variableFolder: folderOnce(folder, reader),
    keywords: otherKeywords(keywords),
    preTasks: tasksOf("pre_tasks"),
    roles: roles ? readRoleUses(roles, "roles", place(folder, "task"), reader) : [],
    tasks: tasksOf("tasks"),
    postTasks: tasksOf("post_tasks"),
    handlers: tasksOf("handlers", "handler"),
    imports,
  };
}

/** Plays of one folder share its variables. */
function folderOnce(folder: string, { loading }: Reader): VariableFolder {
  const known = loading.variableFolders.get(folder);
  if (known) return known;
  const read = readVariableFolder(folder, loading.files);
  loading.variableFolders.set(folder, read);
  return read;
}

function place(folder: string, kind: Place["kind"]): Place {
  return { kind, folder, playbookFolder: folder, trail: emptyTrail };
}

/** Those that are part of the play itself are no keywords any more. */
const parts: ReadonlySet<string> = new Set(
  "hosts vars_files pre_tasks roles tasks post_tasks handlers".split(" "),
);

function otherKeywords(keywords: Keywords): Keywords {
  const rest = [...keywords].filter(([key]) => !parts.has(key));
  return new Map(rest.map(([key, value]) => [key === "user" ? "remote_user" : key, value]));
}

function readHosts(mapping: YamlMapping, keywords: Keywords, { loading }: Reader): YamlNode {
  const hosts = keywords.get("hosts");
  const wellFormed = hosts !== undefined && !isNull(hosts) && isPattern(hosts);
  if (wellFormed) return hosts;
  // A `hosts:` of the wrong shape has been told already.
  if (hosts !== undefined || mapping.entries.every(({ key }) => key !== "hosts")) {
    const hint = "write hosts: and a pattern: a group, a host, all";
    const details = { source: hosts?.source ?? mapping.source, hint };
    loading.errors.add(new PlayError("BAD_SHAPE", "a play must say which hosts it is for", details));
  }
  // A stand-in, so that the rest of the play is checked; the error above keeps it from being played.
  return { kind: "scalar", value: "all", source: mapping.source, segments: [] };
}

function isPattern(hosts: YamlNode): boolean {
  if (hosts.kind !== "sequence") return true;
  return hosts.items.length > 0 && hosts.items.every((item) => item.kind === "scalar" && !isNull(item));
}
