import { PlayError } from "../base/play-error.ts";
import type { CompiledInclude } from "../compile/program.ts";
import { decideInclude, type Wish } from "./decide-include.ts";
import { addFailures, type Failures } from "./failures.ts";
import { type Frame, within } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { failInclude, includeFailure, tellInclude } from "./include-failures.ts";
import { includedSteps } from "./included-steps.ts";
import type { PlayContext } from "./play-context.ts";
import { isOnce } from "./task-on-hosts.ts";
import { includeEnded } from "./tell-progress.ts";
import { taskTitle } from "./title.ts";

/** Decides on each host what is included, then runs it for the hosts that include the same together. */
export async function runInclude(
  step: CompiledInclude,
  hosts: readonly HostState[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  const [first, ...others] = hosts;
  if (!first) return new Map();
  const { wishes, failures } = decideAll(step, [first, ...others], frame, context);
  for (const group of grouped(wishes)) {
    const failed = await runGroup(
      step,
      group.filter(({ host }) => !failures.has(host)),
      frame,
      context,
    );
    addFailures(failures, failed, hosts);
  }
  return failures;
}

interface Decided {
  readonly wishes: readonly Wish[];
  readonly failures: Failures;
}

/** A host on which an earlier run has decided comes to the same again, and is not told about. */
function decideAll(
  step: CompiledInclude,
  hosts: readonly [HostState, ...HostState[]],
  frame: Frame,
  context: PlayContext,
): Decided {
  const [first] = hosts;
  const before = new Set(
    hosts.filter((host) => context.recall.endOf({ host, place: frame.place }, step) !== undefined),
  );
  const chosen = isOnce(step, first, frame, context) ? [[...before][0] ?? first] : hosts;
  const playing = chosen.filter((host) => !before.has(host));
  const title = taskTitle(step, first, frame, context);
  if (playing.length > 0)
    context.services.emit({ kind: "task started", task: title, hosts: playing.map((host) => host.name) });
  const failures: Failures = new Map();
  const wishes: Wish[] = [];
  for (const host of chosen) {
    const { outcome, wishes: own } = decideInclude(step, host, frame, context);
    if (!before.has(host)) {
      context.recall.arrive(host);
      tellInclude(outcome, host, title, context);
      includeEnded(step, outcome, { host, name: title.name, frame }, context);
    }
    wishes.push(...own);
    if (outcome.kind === "unknown") host.forecasts.recordUnknown();
    if (step.register !== undefined && "result" in outcome) host.setFact(step.register, outcome.result);
    if (outcome.kind === "failed") failures.set(host, includeFailure(outcome.error));
  }
  if (playing.length > 0) context.services.emit({ kind: "task closed", task: title });
  return { wishes, failures };
}

function grouped(wishes: readonly Wish[]): readonly (readonly Wish[])[] {
  const groups = new Map<string, Wish[]>();
  for (const wish of wishes.toSorted((left, right) => left.index - right.index)) {
    const key = JSON.stringify([wish.index, wish.target]);
    groups.set(key, [...(groups.get(key) ?? []), wish]);
  }
  return [...groups.values()];
}

async function runGroup(
  step: CompiledInclude,
  wishes: readonly Wish[],
  frame: Frame,
  context: PlayContext,
): Promise<Failures> {
  const [first] = wishes;
  if (!first) return new Map();
  const hosts = wishes.map(({ host }) => host);
  const layers = new Map(frame.layers);
  for (const { host, layer } of wishes)
    if (layer) layers.set(host, [layer, ...(frame.layers.get(host) ?? [])]);
  try {
    const inner = { ...within(frame, `item${first.index}`), layers };
    return await context.runSteps(includedSteps(step, first.target, context), hosts, inner);
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    return failInclude(step, hosts, error, { frame, context });
  }
}
