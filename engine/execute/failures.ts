import type { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";
import type { HostState } from "./host-state.ts";

/** The hosts that failed, with what failed there. Hosts that cannot be reached are out of the run and not among them. */
export type Failures = Map<HostState, Failure>;

export interface Failure {
  readonly error: PlayError;
  /** For ansible_failed_task and ansible_failed_result in `rescue`. */
  readonly task: Value;
  readonly result: Value;
}
