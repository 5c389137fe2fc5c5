import type { CompiledBlock, Step } from "../compile/program.ts";
import { addFailures, type Failures } from "./failures.ts";
import { type Frame, within } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { runInclude } from "./include.ts";
import type { PlayContext } from "./play-context.ts";
import { runTaskOnHosts } from "./task-on-hosts.ts";

/** Runs steps in order, each on all hosts that are still taking part before the next begins. */
export async function runSteps(
  steps: readonly Step[],
  hosts: readonly HostState[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  const failures: Failures = new Map();
  for (const [index, step] of steps.entries()) {
    if (context.services.interrupted.aborted) break;
    const active = hosts.filter((host) => host.status === "active" && !failures.has(host));
    if (active.length === 0) break;
    const more: Failures = new Map();
    addFailures(more, await runStep(step, active, within(frame, index), context), active);
    for (const [host, failure] of more) {
      failures.set(host, failure);
      if (!frame.rescued) host.failure = failure;
    }
  }
  return failures;
}

function runStep(
  step: Step,
  hosts: readonly HostState[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  switch (step.kind) {
    case "task":
      return runTaskOnHosts(step, hosts, frame, context);
    case "block":
      return runBlock(step, hosts, frame, context);
    case "include":
      return runInclude(step, hosts, frame, context);
  }
}

async function runBlock(
  step: CompiledBlock,
  hosts: readonly HostState[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  const canRescue = step.rescue.length > 0;
  let failures = await runSteps(
    step.block,
    hosts,
    { ...within(frame, "block"), rescued: frame.rescued || canRescue },
    context,
  );
  if (canRescue && failures.size > 0) {
    for (const [host, failure] of failures) {
      host.failure = undefined;
      host.setFact("ansible_failed_task", failure.task);
      host.setFact("ansible_failed_result", failure.result);
    }
    // what has failed for the sake of one that is lost is rescued with the rest
    for (const host of hosts) host.lostFatally = false;
    failures = await runSteps(step.rescue, [...failures.keys()], within(frame, "rescue"), context);
  }
  const afterwards = await runSteps(step.always, hosts, within(frame, "always"), context);
  return new Map([...failures, ...afterwards]);
}
