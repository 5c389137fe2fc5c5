import { PlayError } from "../base/play-error.ts";
import type { CompiledInclude } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { Unknown, type Value } from "../model/value.ts";
import { conditionText, judge } from "./conditions.ts";
import type { Failures } from "./failures.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { includeTarget } from "./include-target.ts";
import { includedSteps } from "./included-steps.ts";
import type { Layer, LayeredScope } from "./layers.ts";
import { itemLayer, loopItems } from "./loop.ts";
import type { IncludeTarget, PlayContext } from "./play-context.ts";
import { isOnce } from "./task-on-hosts.ts";
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
  const [first] = hosts;
  if (!first) return new Map();
  const chosen = isOnce(step, first, frame, context) ? [first] : hosts;
  const title = taskTitle(step, first, frame, context);
  context.services.emit({ kind: "task started", task: title, hosts: chosen.map((host) => host.name) });
  const failures: Failures = new Map();
  const wishes: Wish[] = [];
  for (const host of chosen) {
    const decided = decide(step, host, frame, context);
    report(decided.outcome, host, title, context);
    wishes.push(...decided.wishes);
    if (decided.outcome.kind === "unknown") host.forecasts.recordUnknown();
    if (step.register !== undefined && "result" in decided.outcome)
      host.setFact(step.register, decided.outcome.result);
    if (decided.outcome.kind === "failed") failures.set(host, failureOf(decided.outcome.error));
  }
  context.services.emit({ kind: "task closed", task: title });
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
    return await context.runSteps(includedSteps(step, first.target, context), hosts, { ...frame, layers });
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
