import type { PlayError } from "../base/play-error.ts";
import { makePaint } from "./colour.ts";
import { count } from "./duration.ts";
import { indent } from "./block.ts";
import type { SourceStyle } from "./source-lines.ts";
import { hintLine, sourceLines } from "./source-lines.ts";
import { visible } from "./visible.ts";

/** No colour, no secrets known: for texts that go where only errors go. */
export const plainStyle: SourceStyle = { paint: makePaint(0), clean: visible };

/**
 * One error as people read it; ends with a newline:
 *
 *     error[UNKNOWN_KEY]: "whne" is not a keyword of a task
 *       --> playbooks/site.yml:7:5
 *       7 |     whne: true
 *         |     ^^^^
 *       hint: did you mean "when"?
 */
export function renderError(error: PlayError, style: SourceStyle = plainStyle): string {
  const { paint, clean } = style;
  const head = `${paint.failed(`error[${error.code}]:`)} ${paint.title(clean(error.message))}`;
  const lines = [
    ...(error.source ? sourceLines(error.source, style) : []),
    ...(error.hint === undefined ? [] : [hintLine(clean(error.hint), paint)]),
  ];
  return [head, ...indent(lines, 2)].map((line) => `${line}\n`).join("");
}

/** All errors of a stage that came before any host was touched, by file and position, and their number. */
export function renderErrors(errors: readonly PlayError[], style: SourceStyle = plainStyle): string {
  const sorted = [...errors].sort(byPosition).map((error) => renderError(error, style));
  const sum = style.paint.failed(`${count(errors.length, "error")}; no host was touched`);
  return `${sorted.join("\n")}\n${sum}\n`;
}

/** Errors without a position come first: they are about the run as a whole. */
function byPosition({ source: left }: PlayError, { source: right }: PlayError): number {
  if (!left || !right) return Number(left !== undefined) - Number(right !== undefined);
  return left.file.path.localeCompare(right.file.path) || left.start - right.start;
}
