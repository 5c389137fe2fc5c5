import type { CompiledTask } from "../compile/program.ts";
import type { Outcome } from "../model/event.ts";
import type { ValueMap } from "../model/value.ts";
import type { Flow } from "../module/contract.ts";
import type { HostState } from "./host-state.ts";
import type { LayeredScope } from "./layers.ts";
import type { PlayContext } from "./play-context.ts";
import { partlyKnown } from "./results.ts";

/** One try of a task on one host, with one loop item if it has any. */
export interface Try {
  readonly task: CompiledTask;
  readonly host: HostState;
  readonly scope: LayeredScope;
  readonly context: PlayContext;
  /** Where in the program, see StepEnd. */
  readonly place: string;
}

/** What came of it: what is told, and what is registered. */
export interface TryEnd {
  readonly outcome: Outcome;
  readonly result: ValueMap;
  readonly args?: ValueMap;
  readonly flow?: Flow;
}

export function skippedEnd(condition: string): TryEnd {
  const result: ValueMap = {
    changed: false,
    skipped: true,
    skip_reason: "Conditional result was False",
    false_condition: condition,
  };
  return { outcome: { kind: "skipped", reason: condition, result }, result };
}

/** Only in a check run. */
export function unknownEnd(reason: string): TryEnd {
  const result = partlyKnown({}, reason);
  return { outcome: { kind: "unknown", reason, result: {} }, result };
}
