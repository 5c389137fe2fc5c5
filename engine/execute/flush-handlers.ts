import type { CompiledTask } from "../compile/program.ts";
import type { Failures } from "./failures.ts";
import { outerFrame } from "./frame.ts";
import { handlerKey } from "./handler-key.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { runTaskOnHosts } from "./task-on-hosts.ts";

/**
 * Runs what is owed, in the order of the handlers. A handler that is notified by another runs too, but none runs twice:
 * what is notified again after its run waits for the next flush, so that two that notify each other come to an end.
 */
export async function flushHandlers(
  hosts: readonly HostState[],
  place: string,
  context: PlayContext,
): Promise<Failures> {
  const failures: Failures = new Map();
  const done = new Map<HostState, Set<CompiledTask>>(hosts.map((host) => [host, new Set()]));
  const owing = (handler: CompiledTask): readonly HostState[] =>
    hosts.filter((host) => host.owes(handler) && !failures.has(host) && !done.get(host)?.has(handler));
  for (;;) {
    const next = context.handlers.find((handler) => owing(handler).length > 0);
    if (!next || context.services.interrupted.aborted) return failures;
    const owed = owing(next);
    for (const host of owed) done.get(host)?.add(next);
    const failed = await runTaskOnHosts(next, owed, outerFrame(`${place}/${handlerKey(next)}`), context);
    for (const [host, failure] of failed) {
      failures.set(host, failure);
      host.failure = failure;
    }
  }
}
