import type { Source } from "../base/source.ts";
import type { TaskInclude, RoleInclude } from "../model/playbook.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Template } from "../template/contract.ts";
import type { Around } from "./around.ts";

/** A playbook that has been checked: every template parsed, every module and handler found, tasks chosen by tags. */
export interface Program {
  readonly plays: readonly CompiledPlay[];
}

export type Templates = ReadonlyMap<string, Template>;

export interface CompiledPlay {
  readonly name: string;
  readonly source: Source;
  /** playbook_dir */
  readonly folder: string;
  /** In inventory order, limit applied. */
  readonly hosts: readonly string[];
  readonly variables: PlayVariables;
  readonly settings: Templates;
  readonly gatherFacts?: CompiledTask;
  /** `serial` as written: each entry a number or a percentage; empty: all hosts at once. */
  readonly serial: readonly string[];
  /** pre_tasks, roles and tasks, post_tasks: handlers are flushed after each. */
  readonly sections: readonly (readonly Step[])[];
  readonly handlers: readonly CompiledTask[];
}

/** One entry of `vars_prompt`. */
export interface Prompt {
  readonly name: string;
  readonly source: Source;
  readonly question: string;
  /** Typed without echo, and never shown. */
  readonly private: boolean;
  /** Asked twice. */
  readonly confirm: boolean;
  readonly default?: string;
  /** The variable becomes the hash that /etc/shadow holds. */
  readonly encrypt?: "sha256" | "sha512";
  readonly salt?: string;
}

export interface PlayVariables {
  readonly vars: Templates;
  readonly prompts: readonly Prompt[];
  /** Contents of vars_files in order; a template is a file name that depends on the host. */
  readonly files: readonly (Templates | Template)[];
  /** group_vars and host_vars beside the playbook. */
  readonly folder: {
    readonly groups: ReadonlyMap<string, Templates>;
    readonly hosts: ReadonlyMap<string, Templates>;
  };
  readonly roles: readonly RoleScope[];
}

/** The role that a task belongs to, and what it brings. */
export interface RoleScope {
  readonly name: string;
  readonly folder: string;
  readonly defaults: Templates;
  readonly vars: Templates;
  /** From `roles:` entries, dependencies and include_role. */
  readonly params: Templates;
  /** The roles that brought it in by dependency, innermost first. */
  readonly parents: readonly RoleScope[];
  /** Its own dependencies, in order: their defaults and vars are seen by its tasks. */
  readonly dependencies: readonly RoleScope[];
  /** Names of the roles whose tasks brought it in by import or include, innermost first. */
  readonly within: readonly string[];
}

export type Step = CompiledTask | CompiledBlock | CompiledInclude;

/** What every step has from itself and from all that it stands in. */
export interface StepBase {
  readonly source: Source;
  /** Conditions of the surrounding parts, outermost first, then its own. */
  readonly when: readonly Template[];
  readonly tags: readonly string[];
  /** vars of surrounding blocks and imports, outermost first, then its own. */
  readonly variables: readonly Templates[];
  /** Parameters of the include that brought it in; they win over set_fact. */
  readonly includeParams: readonly Templates[];
  readonly environment: readonly Template[];
  /** become, become_user, delegate_to, ignore_errors, no_log, check_mode, …; the innermost wins. */
  readonly settings: Templates;
  readonly role?: RoleScope;
  /** Folder of the file that it was read from. */
  readonly folder: string;
}

export interface CompiledTask extends StepBase {
  readonly kind: "task";
  readonly name: Template;
  readonly module: AnyModule;
  readonly moduleSource: Source;
  readonly args: readonly CompiledArg[];
  readonly loop?: Loop;
  readonly register?: string;
  readonly notify: readonly Template[];
  readonly listen: readonly string[];
  readonly until?: Template;
  readonly retries?: Template;
  /** Seconds between two tries. */
  readonly delay?: Template;
  readonly changedWhen?: Template;
  readonly failedWhen?: Template;
  readonly handler: boolean;
}

export interface CompiledArg {
  /** The option's own name, aliases resolved. */
  readonly name: string;
  readonly template: Template;
  readonly source: Source;
  /** Where the name itself holds `{{ }}`, as set_fact allows. */
  readonly nameTemplate?: Template;
}

export interface Loop {
  /** `items` for loop, else the lookup after `with_`. */
  readonly lookup: string | undefined;
  readonly items: Template;
  readonly loopVar: string;
  readonly indexVar?: string;
  readonly label?: Template;
  readonly pause?: Template;
  /** ansible_loop is set. */
  readonly extended: boolean;
}

export interface CompiledBlock extends StepBase {
  readonly kind: "block";
  readonly block: readonly Step[];
  readonly rescue: readonly Step[];
  readonly always: readonly Step[];
}

export type RoleFileKind = "tasks" | "vars" | "defaults" | "handlers";

/** include_tasks and include_role: what they bring is decided per host when their turn comes. */
export interface CompiledInclude extends StepBase {
  readonly kind: "include";
  readonly name: Template;
  readonly item: TaskInclude | RoleInclude;
  /** The file's or the role's name. */
  readonly target: Template;
  /** Of a role: names of the files that are asked for instead of main. */
  readonly files: Readonly<Partial<Record<RoleFileKind, Template>>>;
  /** What it brings, where its name is literal. */
  readonly steps?: readonly Step[];
  /** What the steps that it brings inherit. */
  readonly inner: Around;
  readonly loop?: Loop;
  readonly register?: string;
}
