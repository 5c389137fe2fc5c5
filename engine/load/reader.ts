import type { Source } from "../base/source.ts";
import type { IncludeOrigin, Role, TaskItem } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { Loading } from "./loading.ts";

/** Where tasks stand: decides what they may say and where files are looked for. All folders are absolute. */
export interface Place extends IncludeOrigin {
  /** Of the file that the tasks stand in. */
  readonly folder: string;
  readonly trail: Trail;
}

/** The part of a place that an include keeps for the run. */
export function originOf({ kind, playbookFolder, roleFolder }: Place): IncludeOrigin {
  return { kind, playbookFolder, ...(roleFolder === undefined ? {} : { roleFolder }) };
}

/** Files and roles that are being read, outermost first. */
export interface Trail {
  /** Since the last include: what is imported again from here is a circle. */
  readonly imported: readonly TrailStep[];
  /** All: what is included again from here is left for the run, where a condition may end it. */
  readonly opened: readonly TrailStep[];
}

export interface TrailStep {
  readonly key: string;
  /** As people see it. */
  readonly label: string;
}

export interface TaskFileRequest {
  /** Absolute. */
  readonly path: string;
  /** Where the file is named. */
  readonly source?: Source | undefined;
  /** Of the import or include. */
  readonly place: Place;
  readonly by: "import" | "include";
}

export interface RoleRequest {
  readonly name: string;
  /** Where the role is named. */
  readonly source: Source;
  readonly place: Place;
  /** File names instead of `main`. */
  readonly from: RoleFiles;
  /** Where those names stand, as far as that is known. */
  readonly fromSources?: Readonly<Partial<Record<keyof RoleFiles, Source>>>;
  readonly by: "import" | "include";
}

export interface RoleFiles {
  readonly tasks?: string;
  readonly handlers?: string;
  readonly vars?: string;
  readonly defaults?: string;
}

/**
 * The parts of loading that need each other: a task list holds imports of files and roles, which hold task lists.
 * They get each other through this, tied in create-reader.ts.
 */
export interface Reader {
  readonly loading: Loading;
  readonly readTaskList: (list: YamlNode, place: Place) => readonly TaskItem[];
  /** undefined where the file cannot be read; that is collected. */
  readonly readTaskFile: (request: TaskFileRequest) => readonly TaskItem[] | undefined;
  /** undefined where there is no such role; that is collected. */
  readonly readRole: (request: RoleRequest) => Role | undefined;
}
