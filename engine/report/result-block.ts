import type { Outcome, TaskTitle } from "../model/event.ts";
import type { ValueMap } from "../model/value.ts";
import type { Block } from "./block.ts";
import { duration } from "./duration.ts";
import type { ItemResult } from "./item-lines.ts";
import { itemLines } from "./item-lines.ts";
import { outcomeBlock } from "./outcome-block.ts";
import { fieldLines, mainFieldLines, valueLines } from "./result-lines.ts";
import type { View } from "./view.ts";

/** All that one host has to tell about one task. */
export interface HostResult {
  readonly host: string;
  readonly outcome: Outcome;
  readonly items: readonly ItemResult[];
  readonly args?: ValueMap;
  readonly milliseconds: number;
}

/** The block of a host's result, or undefined where there is nothing to tell at this verbosity. */
export function resultBlock(result: HostResult, task: TaskTitle, view: View): Block | undefined {
  const { outcome, items } = result;
  if (items.length > 0) return loopBlock(result, task, view);
  const block = outcomeBlock(outcome, task, view);
  return block && { ...block, lines: [...block.lines, ...detailLines(result, view)] };
}

/** A loop tells its items instead of what they sum up to; a failure keeps its message and place. */
function loopBlock(result: HostResult, task: TaskTitle, view: View): Block | undefined {
  const { outcome, items } = result;
  const lines = itemLines(items, task, view);
  const block = outcomeBlock(outcome, task, view);
  if (outcome.kind === "failed" && block) return { ...block, lines: [...lines, ...block.lines] };
  if (lines.length > 0 && !block) return { label: "ok", tone: "ok", brief: "", lines };
  return block && { ...block, brief: "", lines: [...lines, ...detailLines(result, view)] };
}

function detailLines({ outcome, args, milliseconds }: HostResult, { verbosity }: View): string[] {
  if (verbosity === 0 || outcome.kind === "unreachable") return [];
  if (verbosity === 1) return outcome.kind === "failed" ? [] : mainFieldLines(outcome.result);
  return [
    ...(args ? fieldLines("args", valueLines(args)) : []),
    ...fieldLines("result", valueLines(outcome.result)),
    ...(verbosity > 2 ? fieldLines("time", [duration(milliseconds)]) : []),
  ];
}
