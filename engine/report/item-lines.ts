import type { Outcome, TaskTitle } from "../model/event.ts";
import { blockLines } from "./block.ts";
import { count } from "./duration.ts";
import type { Block } from "./block.ts";
import { failedItemBlock } from "./failure-lines.ts";
import { outcomeBlock } from "./outcome-block.ts";
import type { View } from "./view.ts";
import { visibleLine } from "./visible.ts";

/** One item of a loop on one host. */
export interface ItemResult {
  readonly label: string;
  readonly outcome: Outcome;
}

/** What a loop's items have to tell, one block each; the quiet ones are counted at the end. */
export function itemLines(items: readonly ItemResult[], task: TaskTitle, view: View): string[] {
  const lines: string[] = [];
  const quiet = { ok: 0, skipped: 0 };
  for (const { label, outcome } of items) {
    const block = itemBlock(outcome, task, view);
    if (block) lines.push(...blockLines(block, `(${visibleLine(label)})`, view.paint));
    else if (outcome.kind === "ok" || outcome.kind === "skipped") quiet[outcome.kind] += 1;
  }
  if (lines.length === 0) return [];
  for (const [kind, number] of Object.entries(quiet)) {
    if (number > 0) lines.push(view.paint.quiet(`${count(number, "item")} ${kind}`));
  }
  return lines;
}

/** The task's source is shown once, for the whole loop. */
function itemBlock(outcome: Outcome, task: TaskTitle, view: View): Block | undefined {
  return outcome.kind === "failed" ? failedItemBlock(outcome, view) : outcomeBlock(outcome, task, view);
}
