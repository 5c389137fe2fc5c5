import type { Source } from "../base/source.ts";
import type { VariableFolder, VariableSet } from "./inventory.ts";
import type { YamlMapping, YamlNode } from "./yaml-node.ts";

/**
 * A playbook as loaded: files followed, keywords sorted, nothing rendered.
 * Keywords that need no sorting stay in `keywords`, by Ansible's name, as YAML nodes.
 */
export interface Playbook {
  readonly path: string;
  readonly plays: readonly Play[];
}

export type Keywords<Name extends string = string> = ReadonlyMap<Name, YamlNode>;

export interface Play {
  readonly source: Source;
  /** Absolute folder of the file that the play stands in: `playbook_dir`. */
  readonly folder: string;
  readonly hosts: YamlNode;
  readonly variables: VariableSet;
  /** Contents of `vars_files` whose names are literal, in order; templated names stay to be found per host. */
  readonly variableFiles: readonly VariableFile[];
  /** `group_vars/` and `host_vars/` beside the playbook. */
  readonly variableFolder: VariableFolder;
  /** name, gather_facts, serial, become, tags, environment, any_errors_fatal, … */
  readonly keywords: Keywords;
  readonly preTasks: readonly TaskItem[];
  readonly roles: readonly RoleUse[];
  readonly tasks: readonly TaskItem[];
  readonly postTasks: readonly TaskItem[];
  readonly handlers: readonly TaskItem[];
  /** From the `import_playbook` entries around it, outermost first. */
  readonly imports: readonly PlaybookImport[];
}

export interface PlaybookImport {
  readonly variables: VariableSet;
  /** when, tags */
  readonly keywords: Keywords;
}

export type VariableFile =
  | { readonly kind: "loaded"; readonly path: string; readonly variables: VariableSet }
  | { readonly kind: "templated"; readonly name: YamlNode };

export interface Role {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly defaults: VariableSet;
  readonly variables: VariableSet;
  readonly tasks: readonly TaskItem[];
  readonly handlers: readonly TaskItem[];
  /** From meta/main.yml, in order. */
  readonly dependencies: readonly RoleUse[];
  /** From meta/main.yml: play it again also where it was played with the same variables. */
  readonly allowDuplicates: boolean;
  /** The file that `tasks` are of, where it is not main. */
  readonly tasksFrom?: string;
}

/**
 * One entry of a play's `roles:`, of a role's dependencies, or the target of import_role and include_role.
 * Of a target, variables and keywords are empty: they are the task's.
 */
export interface RoleUse {
  readonly source: Source;
  readonly role: Role;
  readonly variables: VariableSet;
  /** when, tags, become, … */
  readonly keywords: Keywords;
}

export type TaskItem = Task | Block | TaskImport | RoleImport | TaskInclude | RoleInclude;

interface TaskBase {
  readonly source: Source;
  readonly variables: VariableSet;
  /** name, when, loop, with_*, register, notify, become, tags, … all but the module. */
  readonly keywords: Keywords;
}

export interface Task extends TaskBase {
  readonly kind: "task";
  /** Canonical: `ansible.builtin.copy` is `copy`. */
  readonly module: string;
  readonly moduleSource: Source;
  /** Options from the mapping, from `k=v` words and from `args:`, merged. */
  readonly args: YamlMapping;
  /** The free form of command, shell, raw, script, meta, … with its `k=v` options taken out. */
  readonly freeForm?: YamlNode;
}

export interface Block extends TaskBase {
  readonly kind: "block";
  readonly block: readonly TaskItem[];
  readonly rescue: readonly TaskItem[];
  readonly always: readonly TaskItem[];
}

/** import_tasks: its tasks stand here, with these keywords inherited. */
export interface TaskImport extends TaskBase {
  readonly kind: "import_tasks";
  readonly path: string;
  readonly tasks: readonly TaskItem[];
}

export interface RoleImport extends TaskBase {
  readonly kind: "import_role";
  readonly use: RoleUse;
}

/** Where an include stands: what reading a file or role needs that only the run can name. Folders are absolute. */
export interface IncludeOrigin {
  readonly kind: "task" | "handler";
  readonly playbookFolder: string;
  readonly roleFolder?: string;
}

/** include_tasks: decided per host when its turn comes. `tasks` is loaded at once where the name is literal. */
export interface TaskInclude extends TaskBase {
  readonly kind: "include_tasks";
  readonly file: YamlNode;
  readonly tasks?: readonly TaskItem[];
  /** Where a relative name is looked for: the folder of the including file, then the role's `tasks/`. */
  readonly searchPath: readonly string[];
  readonly origin: IncludeOrigin;
  /** `apply:` keywords for the included tasks. */
  readonly apply: Keywords;
}

export interface RoleInclude extends TaskBase {
  readonly kind: "include_role";
  readonly name: YamlNode;
  readonly use?: RoleUse;
  readonly tasksFrom?: YamlNode;
  readonly varsFrom?: YamlNode;
  readonly defaultsFrom?: YamlNode;
  readonly handlersFrom?: YamlNode;
  /** Whether its defaults and vars are seen by the tasks after it. */
  readonly public?: YamlNode;
  readonly searchPath: readonly string[];
  readonly origin: IncludeOrigin;
  readonly apply: Keywords;
}
