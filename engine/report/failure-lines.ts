import type { PlayError } from "../base/play-error.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { isList, type ValueMap } from "../model/value.ts";
import type { Block } from "./block.ts";
import { fieldLines, tail } from "./result-lines.ts";
import { hintLine, sourceLines } from "./source-lines.ts";
import type { View } from "./view.ts";

type Failed = Extract<Outcome, { readonly kind: "failed" }>;
type Unreachable = Extract<Outcome, { readonly kind: "unreachable" }>;

/** How much of a command's output a failure shows, by verbosity. */
const outputLines = [12, 40] as const;

/** A failure: message, what the command said, the task's source and what to do. Short where the play goes on. */
export function failedBlock(outcome: Failed, task: TaskTitle, view: View): Block {
  const { error, ignored, rescued } = outcome;
  const short = shortBlock(outcome, view);
  if ((ignored || rescued) && view.verbosity === 0) return short;
  const module = fieldLines("module", [`${task.module}  ${view.paint.quiet(error.code)}`]);
  return { ...short, lines: [...module, ...short.lines, ...whereLines(error, task, view, outcome.hidden)] };
}

/** One item's failure: without the place, which is the same for all items. */
export function failedItemBlock(outcome: Failed, view: View): Block {
  const block = shortBlock(outcome, view);
  const { hint } = outcome.error;
  return { ...block, lines: [...block.lines, ...(hint === undefined ? [] : [hintLine(hint, view.paint)])] };
}

function shortBlock({ error, ignored, rescued, result }: Failed, view: View): Block {
  const [brief = "", ...more] = error.message.split("\n");
  return {
    label: ["failed", ...(rescued ? ["rescued"] : []), ...(ignored ? ["ignored"] : [])].join(", "),
    tone: ignored || rescued ? "changed" : "failed",
    brief,
    lines: [...more, ...outputFields(result, error.message, view)],
  };
}

export function unreachableBlock({ error, ignored }: Unreachable, task: TaskTitle, view: View): Block {
  const [brief = "", ...more] = error.message.split("\n");
  return {
    label: ignored ? "unreachable, ignored" : "unreachable",
    tone: "failed",
    brief,
    lines: [
      ...more,
      ...fieldLines("code", [view.paint.quiet(error.code)]),
      ...(view.verbosity > 0 ? whereLines(error, task, view) : []),
      ...(view.verbosity === 0 && error.hint !== undefined ? [hintLine(error.hint, view.paint)] : []),
    ],
  };
}

/** The command, its exit status and the ends of both outputs, but not what the message has told already. */
function outputFields(result: ValueMap, message: string, { verbosity }: View): string[] {
  const { rc, stderr, stdout } = result;
  const most = outputLines[verbosity] ?? Infinity;
  const text = (name: "stdout" | "stderr", output: unknown) =>
    typeof output === "string" && output.trim() !== "" && !message.endsWith(output.trim())
      ? fieldLines(name, [...leftOut(result[`${name}_dropped`]), ...tail(output, most)])
      : [];
  return [
    ...commandLines(result, message),
    ...(typeof rc === "number" ? fieldLines("rc", [String(rc)]) : []),
    ...text("stderr", stderr),
    ...text("stdout", stdout),
  ];
}

/** A long script's beginning is enough to know it by. */
const commandLinesShown = 5;

function commandLines({ cmd }: ValueMap, message: string): string[] {
  const command = isList(cmd) ? cmd.map(String).join(" ") : cmd;
  if (typeof command !== "string" || command === "" || message.includes(command)) return [];
  const lines = command.trimEnd().split("\n");
  const more = lines.length > commandLinesShown ? [`… ${lines.length - commandLinesShown} more lines`] : [];
  return fieldLines("command", [...lines.slice(0, commandLinesShown), ...more]);
}

function leftOut(dropped: unknown): string[] {
  return typeof dropped === "number" && dropped > 0 ? [`… ${dropped} bytes left out of its middle`] : [];
}

function whereLines(error: PlayError, task: TaskTitle, view: View, hidden = false): string[] {
  const [place = "", ...excerpt] = sourceLines(error.source ?? task.source, view);
  return [
    place,
    ...(hidden ? [] : excerpt),
    ...(error.hint === undefined ? [] : [hintLine(error.hint, view.paint)]),
    ...(view.verbosity > 2 && error.cause instanceof Error ? causeLines(error.cause, view) : []),
  ];
}

function causeLines(cause: Error, { clean, paint }: View): string[] {
  return clean(cause.stack ?? cause.message)
    .split("\n")
    .map((line) => paint.quiet(line));
}
