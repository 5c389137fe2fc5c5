import type { ErrorCode } from "../base/error-code.ts";
import type { Outcome } from "./event.ts";
import type { Value, ValueMap } from "./value.ts";

/** What came of one step on one host: all that a later run needs in order to go on behind it. */
export interface StepEnd {
  /**
   * Where the step stands in the program: play, section, then the way down through blocks and includes, as in
   * `1/0/3/block/2`. A host comes to each place once.
   */
  readonly place: string;
  readonly host: string;
  readonly name: string;
  /** Of the step's text: a later run compares it with its own. */
  readonly print: string;
  /** Of a handler: what tells it apart from the play's others. */
  readonly handler?: string;
  readonly kind: Outcome["kind"];
  readonly ignored: boolean;
  /** It failed, and a block around rescues it. */
  readonly rescued: boolean;
  /** any_errors_fatal holds for it. */
  readonly fatal: boolean;
  readonly notifies: readonly string[];
  readonly flow?: string;
  /** Only what later tasks can ask for: what is registered, facts, and why a block is rescued. */
  readonly result: ValueMap;
  /** no_log holds: the result is not to be kept. */
  readonly hidden: boolean;
  readonly error?: StepError;
  /** Read back, with something of the result missing: it was secret, or too long to be kept. */
  readonly incomplete?: boolean;
}

export interface StepError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** One item of a loop that went well, of a step that may not have come to its end. */
export interface ItemEnd {
  readonly place: string;
  readonly host: string;
  readonly index: number;
  readonly item: Value;
  readonly kind: "ok" | "changed" | "skipped";
  readonly result: ValueMap;
  readonly hidden: boolean;
}

/** The same as it is read back. */
export interface KeptItem {
  readonly index: number;
  /** Of the item; empty where it was secret. */
  readonly print: string;
  readonly kind: ItemEnd["kind"];
  readonly result: ValueMap;
}

/** Hears how far a run has come. */
export interface Progress {
  ended(end: StepEnd): void;
  itemEnded(end: ItemEnd): void;
  /** What has failed on the host does not count any more (`meta: clear_host_errors`). */
  forgiven(host: string): void;
}

/** How far each host had come, by its name; for a run that goes on from there. */
export type Resumption = ReadonlyMap<string, HostResumption>;

export interface HostResumption {
  /** By place: steps that are not to be played again. */
  readonly ends: ReadonlyMap<string, StepEnd>;
  /** By place, then by index: items of the step at which the host stopped. */
  readonly items: ReadonlyMap<string, ReadonlyMap<number, KeptItem>>;
  /** Handlers that have run after the host failed: they are owed no more. */
  readonly handled: readonly string[];
}
