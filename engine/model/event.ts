import type { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { ValueMap } from "./value.ts";

/** What reporters get. Plain data but for errors; redaction is the reporter's business. */
export type PlayEvent =
  | {
      readonly kind: "run started";
      readonly playbooks: readonly string[];
      readonly check: boolean;
      readonly diff: boolean;
      /** The run's own id; absent where it has no journal. */
      readonly run?: string;
      /** The run that this one goes on with. */
      readonly resumes?: { readonly run: string; readonly stops: ReadonlyMap<string, StopReport> };
    }
  /** A batch of a play with `serial`. */
  | {
      readonly kind: "batch started";
      readonly number: number;
      readonly of: number;
      readonly hosts: readonly string[];
    }
  /** A signal came: nothing new is begun. */
  | {
      readonly kind: "run stopping";
      /** SIGINT, SIGTERM, SIGHUP, or that the output is closed. */
      readonly by: string;
      readonly tasks: readonly TaskUnderWay[];
      /** Milliseconds that they have to end. */
      readonly grace: number;
    }
  | { readonly kind: "play started"; readonly name: string; readonly hosts: readonly string[] }
  | { readonly kind: "task started"; readonly task: TaskTitle; readonly hosts: readonly string[] }
  /** One item of a loop is done; the task's own outcome follows when all are. */
  | {
      readonly kind: "item ended";
      readonly task: TaskTitle;
      readonly host: string;
      readonly label: string;
      readonly outcome: Outcome;
    }
  | {
      readonly kind: "attempt failed";
      readonly task: TaskTitle;
      readonly host: string;
      readonly attempt: number;
      readonly left: number;
      readonly error?: PlayError;
    }
  | {
      readonly kind: "task ended";
      readonly task: TaskTitle;
      readonly host: string;
      readonly outcome: Outcome;
      /** The options as evaluated for this host; shown at -vv. Absent where nothing was evaluated. */
      readonly args?: ValueMap;
      readonly milliseconds: number;
    }
  /** All hosts of the task are done. */
  | { readonly kind: "task closed"; readonly task: TaskTitle }
  /** Nothing can be done on the host for now: its connection broke, or another run has it. */
  | {
      readonly kind: "host awaited";
      readonly host: string;
      /** `the connection broke`. */
      readonly reason: string;
      /** Seconds after which it is given up. */
      readonly limit: number;
    }
  | { readonly kind: "host back"; readonly host: string; readonly milliseconds: number }
  | Warning
  | {
      readonly kind: "run ended";
      readonly hosts: ReadonlyMap<string, HostCounts>;
      readonly milliseconds: number;
      readonly interrupted: boolean;
      /** Handlers that were notified and have not run, by host. */
      readonly owed: ReadonlyMap<string, readonly string[]>;
    };

export interface TaskUnderWay {
  readonly name: string;
  /** Where it is not over. */
  readonly hosts: readonly string[];
  /** Since it began. */
  readonly milliseconds: number;
}

/** Where a host stopped in an earlier run. */
export interface StopReport {
  readonly task: string;
  readonly reason: "failed" | "unreachable" | "interrupted";
  readonly message: string;
}

export interface TaskTitle {
  /** Unique in a run; an included task gets a new one each time it is included. */
  readonly id: number;
  /** As Ansible shows it: `etcd : start etcd`. */
  readonly name: string;
  readonly module: string;
  readonly role?: string;
  readonly handler: boolean;
  readonly source: Source;
}

export type Outcome =
  | { readonly kind: "ok"; readonly result: ValueMap; readonly notes?: readonly string[] }
  /** In a check run: would change. */
  | { readonly kind: "changed"; readonly result: ValueMap; readonly changes: readonly ChangeReport[] }
  /** Only in a check run: whether it runs or changes anything depends on what is not known yet. */
  | { readonly kind: "unknown"; readonly reason: string; readonly result: ValueMap }
  | { readonly kind: "skipped"; readonly reason: string; readonly result: ValueMap }
  | {
      readonly kind: "failed";
      readonly error: PlayError;
      readonly ignored: boolean;
      readonly rescued: boolean;
      readonly result: ValueMap;
      /** no_log: where it failed may be told, what stands there may not. */
      readonly hidden?: boolean;
    }
  | { readonly kind: "unreachable"; readonly error: PlayError; readonly ignored: boolean };

export interface ChangeReport {
  /** Not what the run is as a whole: made in a check run, or only planned in a run (`check_mode` on the task). */
  readonly made?: boolean;
  readonly summary: string;
  readonly diff?: { readonly path: string; readonly before: string; readonly after: string };
  /** In a check run: what must come true first: `unit etcd.service exists`. */
  readonly once?: string;
}

export interface HostCounts {
  readonly ok: number;
  readonly changed: number;
  readonly unknown: number;
  readonly skipped: number;
  readonly failed: number;
  readonly unreachable: number;
  readonly rescued: number;
  readonly ignored: number;
  /** Time in which play waited for or worked on this host. */
  readonly milliseconds: number;
}

/** Something that is no failure, and of which whoever plays should know. */
export interface Warning {
  readonly kind: "warning";
  readonly message: string;
  readonly source?: Source;
  readonly hint?: string;
}
