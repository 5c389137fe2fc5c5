import { PlayError } from "../base/play-error.ts";
import type { CompiledInclude } from "../compile/program.ts";
import type { Outcome } from "../model/event.ts";
import { Unknown, type Value } from "../model/value.ts";
import { conditionText, judge } from "./conditions.ts";
import type { Frame } from "./frame.ts";
import type { HostState } from "./host-state.ts";
import { includeTarget } from "./include-target.ts";
import type { Layer, LayeredScope } from "./layers.ts";
import { itemLayer, loopItems } from "./loop.ts";
import type { IncludeTarget, PlayContext } from "./play-context.ts";

/** One thing to include on one host. */
export interface Wish {
  readonly host: HostState;
  readonly target: IncludeTarget;
  /** The loop variables, where the include loops. */
  readonly layer: Layer | undefined;
  readonly index: number;
}

interface Decision {
  readonly outcome: Outcome;
  readonly wishes: readonly Wish[];
}

/** What an include comes to on a host: conditions, loop and names are the host's own. */
export function decideInclude(
  step: CompiledInclude,
  host: HostState,
  frame: Frame,
  context: PlayContext,
): Decision {
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
