import type { Outcome, TaskTitle } from "../model/event.ts";
import type { ValueMap } from "../model/value.ts";
import type { Block } from "./block.ts";
import { changeSummary, diffLines } from "./change-lines.ts";
import { failedBlock, unreachableBlock } from "./failure-lines.ts";
import { messageLines, valueLines } from "./result-lines.ts";
import type { View } from "./view.ts";
import { visibleLine } from "./visible.ts";

/** One outcome without its details; undefined where it is quiet. Loops use it for each item. */
export function outcomeBlock(outcome: Outcome, task: TaskTitle, view: View): Block | undefined {
  switch (outcome.kind) {
    case "ok":
      return okBlock(outcome, task, view);
    case "skipped":
      if (view.verbosity === 0) return undefined;
      return { label: "skipped", tone: "skipped", brief: visibleLine(outcome.reason), lines: [] };
    case "unknown": {
      const brief = `not known yet: ${visibleLine(outcome.reason)}`;
      return { label: "unknown", tone: "unknown", brief, lines: [] };
    }
    case "changed":
      return changedBlock(outcome, view);
    case "failed":
      return failedBlock(outcome, task, view);
    default:
      return unreachableBlock(outcome, task, view);
  }
}

type Ok = Extract<Outcome, { readonly kind: "ok" }>;
type Changed = Extract<Outcome, { readonly kind: "changed" }>;

function okBlock({ result, notes = [] }: Ok, task: TaskTitle, view: View): Block | undefined {
  if (task.module === "debug") return debugBlock(result);
  if (view.verbosity === 0) return undefined;
  return { label: "ok", tone: "ok", brief: "", lines: [...notes] };
}

/** A debug task's message speaks for itself; with `var` the variable is a field of the result. */
function debugBlock(result: ValueMap): Block {
  const { changed: _changed, failed: _failed, msg, ...variables } = result;
  const lines = msg === undefined ? valueLines(variables) : messageLines(msg);
  const [brief = ""] = lines;
  if (lines.length > 1) return { label: "", tone: "plain", brief: "", lines };
  return { label: "", tone: "plain", brief, lines: [] };
}

/** A single change stands beside the hosts, several below them; diffs follow their change. */
function changedBlock({ changes }: Changed, view: View): Block {
  const planned =
    changes.some(({ made }) => made === false) || (view.check && !changes.some(({ made }) => made));
  const block = { label: changedLabel({ check: planned }), tone: "changed" } as const;
  const [only, ...others] = changes;
  if (only && others.length === 0) {
    return { ...block, brief: changeSummary(only, view), lines: diffLines(only, view) };
  }
  const lines = changes.flatMap((change) => [changeSummary(change, view), ...diffLines(change, view)]);
  return { ...block, brief: "", lines };
}

/** In a check run nothing was changed, so it does not say so. */
export function changedLabel({ check }: Pick<View, "check">): "changed" | "pending" {
  return check ? "pending" : "changed";
}
