import { PlayError } from "../base/play-error.ts";
import type { CompiledInclude } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { Unknown, type Value } from "../model/value.ts";
import { conditionText, judge } from "./conditions.ts";
import type { Failures } from "./failures.ts";
import { type Frame, within } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { includeTarget } from "./include-target.ts";
import { includedSteps } from "./included-steps.ts";
import type { Layer, LayeredScope } from "./layers.ts";
import { itemLayer, loopItems } from "./loop.ts";
import type { IncludeTarget, PlayContext } from "./play-context.ts";
import { isOnce } from "./task-on-hosts.ts";
import { includeEnded } from "./tell-progress.ts";
import { taskTitle } from "./title.ts";

/** One thing to include on one host. */
interface Wish {
  readonly host: HostState;
  readonly target: IncludeTarget;
  /** The loop variables, where the include loops. */
  readonly layer: Layer | undefined;
  readonly index: number;
}

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
    for (const [host, failure] of failed) failures.set(host, failure);
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
    const { outcome, wishes: own } = decide(step, host, frame, context);
    if (!before.has(host)) {
      context.recall.arrive(host);
      report(outcome, host, title, context);
      includeEnded(step, outcome, { host, name: title.name, frame }, context);
    }
    wishes.push(...own);
    if (outcome.kind === "unknown") host.forecasts.recordUnknown();
    if (step.register !== undefined && "result" in outcome) host.setFact(step.register, outcome.result);
    if (outcome.kind === "failed") failures.set(host, failureOf(outcome.error));
  }
  if (playing.length > 0) context.services.emit({ kind: "task closed", task: title });
  return { wishes, failures };
}

interface Decision {
  readonly outcome: Outcome;
  readonly wishes: readonly Wish[];
}

function decide(step: CompiledInclude, host: HostState, frame: Frame, context: PlayContext): Decision {
  try {
    const scope = context.variables.scope(host, step, frame.layers.get(host));
    const items = step.loop ? loopItems(step.loop, scope, context) : [null];
    if (items instanceof Unknown) return nothing({ kind: "unknown", reason: items.reason, result: {} });
    const decided = items.map((_, index) => decideItem(step, scope, { host, index, items }));
    const wishes = decided.flatMap((decision) => decision.wishes);
    const worst =
      decided.find(({ outcome }) => outcome.kind === "unknown") ??
      decided.find(({ outcome }) => outcome.kind === "ok");
    return { wishes, outcome: (worst ?? decided[0])?.outcome ?? skipped("there is nothing to loop over") };
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    return nothing({
      kind: "failed",
      error,
      ignored: false,
      rescued: frame.rescued,
      result: { failed: true, msg: error.message },
    });
  }
}

interface ItemPlace {
  readonly host: HostState;
  readonly index: number;
  readonly items: readonly Value[];
}

function decideItem(step: CompiledInclude, outer: LayeredScope, { host, index, items }: ItemPlace): Decision {
  const layer = step.loop ? itemLayer(step.loop, items, index) : undefined;
  const scope = layer ? outer.with(layer) : outer;
  const verdict = judge(step.when, scope);
  if (verdict.kind === "false") return nothing(skipped(conditionText(verdict.condition)));
  if (verdict.kind === "unknown")
    return nothing({ kind: "unknown", reason: `it may be included: ${verdict.reason}`, result: {} });
  const target = includeTarget(step, scope);
  if (target instanceof Unknown) return nothing({ kind: "unknown", reason: target.reason, result: {} });
  return {
    outcome: { kind: "ok", result: { include: target.name } },
    wishes: [{ host, target, layer, index }],
  };
}

function nothing(outcome: Outcome): Decision {
  return { outcome, wishes: [] };
}

function skipped(reason: string): Outcome {
  return { kind: "skipped", reason, result: { skipped: true, changed: false } };
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
    return failAll(step, hosts, error, { frame, context });
  }
}

interface Around {
  readonly frame: Frame;
  readonly context: PlayContext;
}

function failAll(
  step: CompiledInclude,
  hosts: readonly HostState[],
  error: PlayError,
  { frame, context }: Around,
): Failures {
  const [first] = hosts;
  if (!first) return new Map();
  const title = taskTitle(step, first, frame, context);
  context.services.emit({ kind: "task started", task: title, hosts: hosts.map((host) => host.name) });
  for (const host of hosts)
    report(
      { kind: "failed", error, ignored: false, rescued: frame.rescued, result: {} },
      host,
      title,
      context,
    );
  context.services.emit({ kind: "task closed", task: title });
  return new Map(hosts.map((host) => [host, failureOf(error)]));
}

function failureOf(error: PlayError): {
  error: PlayError;
  task: null;
  result: { failed: true; msg: string };
} {
  return { error, task: null, result: { failed: true, msg: error.message } };
}

function report(outcome: Outcome, host: HostState, task: TaskTitle, context: PlayContext): void {
  if (outcome.kind === "failed") host.count(outcome.rescued ? "rescued" : "failed");
  else if (outcome.kind !== "unreachable") host.count(outcome.kind);
  context.services.emit({ kind: "task ended", task, host: host.name, outcome, milliseconds: 0 });
}
