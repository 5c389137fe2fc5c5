import type { CompiledPlay, CompiledTask, RoleFileKind, Step } from "../compile/program.ts";
import type { CompileContext } from "../compile/context.ts";
import type { Session } from "../host/session.ts";
import type { PlayEvent } from "../model/event.ts";
import type { VariableSet } from "../model/inventory.ts";
import type { RoleUse, TaskInclude, RoleInclude, TaskItem } from "../model/playbook.ts";
import type { Progress, Resumption } from "../model/step-end.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";
import type { AttentiveSession } from "./attentive-session.ts";
import type { Failures } from "./failures.ts";
import type { Frame } from "./frame.ts";
import type { Clock, HostState } from "./host-state.ts";
import type { RunFacts } from "./magic.ts";
import type { Recall } from "./recall.ts";
import type { ReachOptions } from "./reach.ts";
import type { Sessions } from "./sessions.ts";
import type { Variables } from "./variables.ts";
import type { Forecasts } from "./forecasts.ts";

export interface RunOptions extends RunFacts {
  readonly reach: ReachOptions;
  /** Answers to `vars_prompt`, by variable. */
  readonly prompted: ReadonlyMap<string, string>;
  /** Notified handlers run also on hosts that failed. */
  readonly forceHandlers: boolean;
  /** Whether hosts are asked before a task's turn comes; they are where nothing is said. */
  readonly lookAhead?: boolean;
}

/** What the runner needs from outside; reading files is not its own business. */
export interface RunServices {
  readonly compile: CompileContext;
  readonly sessions: Sessions;
  readonly controller: Session;
  readonly emit: (event: PlayEvent) => void;
  /** Never to be shown. */
  readonly addSecret: (text: string) => void;
  /** Files that only the run could name. Throw PlayError. */
  readonly includes: {
    readonly tasks: (include: TaskInclude, name: string) => readonly TaskItem[];
    readonly role: (include: RoleInclude, target: IncludeTarget) => RoleUse;
    readonly variables: (name: string, searchPath: readonly string[]) => VariableSet;
  };
  /** The items of a `with_<lookup>` loop. */
  readonly lookup: (name: string, terms: readonly Value[], scope: Scope) => readonly Value[];
  /** Nothing new is to be begun. */
  readonly interrupted: AbortSignal;
  /** What is under way is to be given up, too. */
  readonly halted?: AbortSignal;
  /** Hears of every step that is finished. */
  readonly progress?: Progress;
  /** The run goes on where an earlier one stopped. */
  readonly resumption?: Resumption;
}

/** What an include names, rendered. */
export interface IncludeTarget {
  /** Of the file, or of the role. */
  readonly name: string;
  /** Of a role's files instead of main. */
  readonly files: Readonly<Partial<Record<RoleFileKind, string>>>;
}

/** One play while it runs. */
export interface PlayContext {
  readonly play: CompiledPlay;
  readonly options: RunOptions;
  readonly services: RunServices;
  readonly variables: Variables;
  readonly states: ReadonlyMap<string, HostState>;
  readonly clock: Clock;
  readonly recall: Recall;
  /** The machine that play runs on: for files of its own. */
  readonly controller: AttentiveSession;
  readonly controllerForecasts: Forecasts;
  /** For includes, which bring steps while steps run. */
  readonly runSteps: (steps: readonly Step[], hosts: readonly HostState[], frame: Frame) => Promise<Failures>;
  /** For `meta: flush_handlers`. */
  readonly flushHandlers: (hosts: readonly HostState[], place: string) => Promise<Failures>;
  /** Those of the play, and of the roles that the run has included. */
  readonly handlers: CompiledTask[];
  /** Runs one thing per host, at most `forks` at a time. */
  readonly limit: <T>(body: () => Promise<T>) => Promise<T>;
}
