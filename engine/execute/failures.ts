import { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";
import type { HostState } from "./host-state.ts";

/** The hosts that failed, with what failed there. Hosts that cannot be reached are out of the run and not among them. */
export type Failures = Map<HostState, Failure>;

export interface Failure {
  readonly error: PlayError;
  /** For ansible_failed_task and ansible_failed_result in `rescue`. */
  readonly task: Value;
  readonly result: Value;
  /** any_errors_fatal holds for it: whoever plays with this host has failed with it. */
  readonly fatal?: boolean;
}

/**
 * Adds what failed in a part that only some of `hosts` may have played. Where it is fatal, those of them that went on have
 * failed, too: also hosts whose turn in a loop of includes is yet to come.
 */
export function addFailures(failures: Failures, more: Failures, hosts: readonly HostState[]): void {
  for (const [host, failure] of more) failures.set(host, failure);
  const isFatal =
    [...more.values()].some(({ fatal }) => fatal === true) ||
    hosts.some((host) => host.status === "unreachable" && host.lostFatally);
  if (isFatal) failOthers(hosts, failures);
}

/** A host has failed, and any_errors_fatal holds. */
export function failOthers(hosts: readonly HostState[], failures: Failures): void {
  const error = new PlayError("TASK_FAILED", "another host failed, and any_errors_fatal holds");
  for (const host of hosts)
    if (host.status === "active" && !failures.has(host))
      failures.set(host, {
        error,
        task: null,
        result: { failed: true, msg: error.message },
        fatal: true,
      });
}
