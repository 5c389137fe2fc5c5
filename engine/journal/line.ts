import type { HostCounts, Outcome } from "../model/event.ts";
import type { StepEnd } from "../model/step-end.ts";

/** Every line of a journal is one of these as JSON; `at` is in milliseconds since the epoch. */
export type Line =
  | RunLine
  | PlayLine
  | BegunLine
  | ClosedLine
  | EndLine
  | ItemLine
  | ForgivenLine
  | CutLine
  | ForcedLine
  | FinishedLine;

/** The first line: what is played, and with what. */
export interface RunLine extends RunFacts {
  readonly kind: "run";
  readonly version: 1;
  readonly id: string;
  readonly at: number;
  /** Who writes, and when that process began; by both it is told whether the run is still under way. */
  readonly pid: number;
  readonly began: string;
  /** The run that this one goes on with. */
  readonly resumes?: string;
}

/** What two runs must have in common for the one to go on where the other stopped. */
export interface RunFacts {
  /** Absolute. */
  readonly playbooks: readonly string[];
  /** Absolute, or a list of hosts as written: `h1,h2,`. */
  readonly inventories: readonly string[];
  readonly check: boolean;
  /** Options that choose what is played, as they would be written: `--limit` → `web`; a print of `--extra-vars`. */
  readonly options: Readonly<Record<string, string>>;
  /** Prints of the texts that were read, by absolute path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface PlayLine {
  readonly kind: "play";
  readonly at: number;
  readonly name: string;
  readonly hosts: readonly string[];
}

export interface BegunLine {
  readonly kind: "begun";
  readonly at: number;
  readonly task: number;
  readonly name: string;
  readonly hosts: readonly string[];
}

export interface ClosedLine {
  readonly kind: "closed";
  readonly at: number;
  readonly task: number;
}

/** A step is over on a host. */
export interface EndLine extends Omit<StepEnd, "kind" | "result" | "incomplete"> {
  readonly kind: "end";
  readonly at: number;
  readonly outcome: Outcome["kind"];
  readonly result: unknown;
}

export interface ItemLine {
  readonly kind: "item";
  readonly at: number;
  readonly place: string;
  readonly host: string;
  readonly index: number;
  readonly print: string;
  readonly outcome: "ok" | "changed" | "skipped";
  readonly result: unknown;
}

export interface ForgivenLine {
  readonly kind: "forgiven";
  readonly at: number;
  readonly host: string;
}

/** A task was given up on a host, or waited in vain: the run was interrupted. */
export interface CutLine {
  readonly kind: "cut";
  readonly at: number;
  readonly host: string;
  readonly name: string;
}

/** The run was given up by a second signal; no recap follows. */
export interface ForcedLine {
  readonly kind: "forced";
  readonly at: number;
}

export interface FinishedLine {
  readonly kind: "finished";
  readonly at: number;
  readonly outcome: RunOutcome;
  readonly milliseconds: number;
  readonly hosts: Readonly<Record<string, HostCounts>>;
  /** Handlers that were notified and have not run, by host. */
  readonly owed: Readonly<Record<string, readonly string[]>>;
}

export type RunOutcome = "well" | "failed" | "unreachable" | "interrupted";
