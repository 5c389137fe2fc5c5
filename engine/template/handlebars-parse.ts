import Handlebars from "handlebars";
import { PlayError } from "../base/play-error.ts";
import type { Source, SourceFile } from "../base/source.ts";
import { findOpened, type Opened } from "./handlebars-open.ts";
import type { Locate } from "./handlebars-source.ts";

/** Handlebars' syntax tree of a file, whitespace of standalone lines already taken out. Throws TEMPLATE_SYNTAX. */
export function parseHandlebars(file: SourceFile, locate: Locate): hbs.AST.Program {
  try {
    return Handlebars.parse(file.text);
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    const opened = isUnclosed(cause.message) ? findOpened(file) : undefined;
    if (opened) throw notClosed(opened, cause);
    const mismatch = /^(\S+) doesn't match (\S+)/.exec(cause.message);
    if (mismatch) throw closedOtherwise(mismatch, cause, locate);
    const source = placeOf(cause, locate) ?? placeInReport(cause.message, file, locate);
    const hint = hints.find(({ found }) => found.test(file.text.slice(source.start)))?.hint;
    throw new PlayError("TEMPLATE_SYNTAX", explain(cause.message), { source, hint, cause });
  }
}

/** What those write who think in playbook expressions, and what it is here. */
const hints: readonly { readonly found: RegExp; readonly hint: string }[] = [
  { found: /^\s*\|/, hint: 'a filter stands before its value: {{default x "y"}}' },
  { found: /^\s*(?:[=<>!]=|[<>])/, hint: "comparisons are helpers: {{#if (eq a b)}}" },
  {
    found: /^\.?\d|^[\w.]*\[/,
    hint: "an item is list.[0]; with the name of a variable it is (lookup list name)",
  },
  { found: /^\{\{~?\s*(?:\/|else\b)/, hint: "no block is open here that this could close or divide" },
  {
    found: /^\s*[-+*%~]\s/,
    hint: "templates do not calculate: put the expression into a variable of the playbook",
  },
  { found: /^\(/, hint: "a helper stands in parentheses only inside another: {{upper (trim x)}}" },
];

/** Errors found after reading carry their line and column. */
function placeOf(error: Error, locate: Locate): Source | undefined {
  if (!("lineNumber" in error && "column" in error)) return undefined;
  const { lineNumber: line, column } = error;
  if (typeof line !== "number" || typeof column !== "number") return undefined;
  return locate({ start: { line, column }, end: { line, column: column + 1 } });
}

/**
 * Errors of the grammar tell a line, some text around the place without its line breaks, and a caret under the text:
 *
 *     Parse error on line 2:
 *     ...ext before {{foo {{bar
 *     -------------------^
 */
function placeInReport(report: string, file: SourceFile, locate: Locate): Source {
  const [, number = "1", shown = "", dashes = ""] = /line (\d+):\n(.*)\n(-*)\^/.exec(report) ?? [];
  const line = Number(number);
  const { start: lineStart } = locate({ start: { line, column: 0 }, end: { line, column: 0 } });
  const [before, after] = [
    shown.slice(0, dashes.length).replace(/^\.{3}/, ""),
    shown.slice(dashes.length).replace(/\.{3}$/, ""),
  ];
  const place = findBroken(file.text, before, after);
  const start = place !== undefined && place >= lineStart ? place : lineStart;
  return { file, start, end: Math.min(start + 1, file.text.length) };
}

/** Where `before` ends and `after` begins in a text, line breaks left aside. */
function findBroken(text: string, before: string, after: string): number | undefined {
  const pattern = [before, after].map((part) => Array.from(part, escapeCharacter).join("\\n*"));
  const match = new RegExp(`(${pattern[0]}\\n*)${pattern[1]}`).exec(text);
  return match ? match.index + (match[1] ?? "").length : undefined;
}

function escapeCharacter(character: string): string {
  return character.replace(/[$()*+.?[\\\]^{|}/-]/, String.raw`\$&`);
}

/** The end came too early, or another `{{`. */
function isUnclosed(report: string): boolean {
  return /got '(?:EOF|OPEN\w*)'$/.test(report);
}

function notClosed({ mark, close, source }: Opened, cause: Error): PlayError {
  const hint = `close it with ${close}`;
  return new PlayError("TEMPLATE_SYNTAX", `${mark} is opened here and not closed`, { source, hint, cause });
}

function closedOtherwise([, open, close]: RegExpExecArray, cause: Error, locate: Locate): PlayError {
  return new PlayError("TEMPLATE_SYNTAX", `{{#${open}}} is opened here, and {{/${close}}} comes first`, {
    source: placeOf(cause, locate),
    hint: `what is opened last is closed first: write {{/${open}}} before {{/${close}}}`,
    cause,
  });
}

function explain(report: string): string {
  const [, got] = /got '(\w+)'$/.exec(report) ?? [];
  if (got === undefined) return report.replace(/ - \d+:\d+$/, "");
  return got === "EOF"
    ? "the template ends before a block or {{ }} is closed"
    : "this is not valid Handlebars";
}
