import { PlayError } from "../base/play-error.ts";
import type { Passage } from "../expression/passage.ts";
import { findClose } from "./find-close.ts";

/** A stretch of a template's text. The inside of a tag is `[start, end)`, the tag itself `[outerStart, outerEnd)`. */
export type Piece = TextPiece | TagPiece;

export interface TextPiece {
  readonly kind: "text";
  readonly text: string;
}

export interface TagPiece {
  /** `{{ … }}` or `{% … %}` */
  readonly kind: "output" | "statement";
  readonly start: number;
  readonly end: number;
  readonly outerStart: number;
  readonly outerEnd: number;
}

/**
 * Cuts a template into text and tags, with Jinja's whitespace control: `-` takes the blanks next to it, and a line break
 * right after a statement or comment goes with it (Ansible sets trim_blocks). Throws TEMPLATE_SYNTAX.
 */
export function readMarkup(passage: Passage): Piece[] {
  const pieces: Piece[] = [];
  let after: After = "keep";
  let at = passage.start;
  while (at < passage.end) {
    const opening = findOpening(passage, at);
    const tag = opening === undefined ? undefined : readTag(passage, opening);
    const text = passage.text.slice(at, tag?.outerStart ?? passage.end);
    addText(pieces, trimText(text, after, tag?.trimBefore ?? false));
    if (!tag) break;
    pieces.push(...tag.pieces);
    after = tag.after;
    at = tag.outerEnd;
  }
  return pieces;
}

export function hasMarkup(text: string): boolean {
  return /\{[{%#]/.test(text);
}

/** What happens to the text after a tag. */
type After = "keep" | "strip" | "drop-line-break";

interface Tag {
  readonly pieces: readonly Piece[];
  readonly outerStart: number;
  readonly outerEnd: number;
  readonly trimBefore: boolean;
  readonly after: After;
}

const closings: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };

function findOpening(passage: Passage, from: number): number | undefined {
  const opening = /\{[{%#]/g;
  opening.lastIndex = from;
  const found = opening.exec(passage.text)?.index;
  return found !== undefined && found < passage.end ? found : undefined;
}

function readTag(passage: Passage, outerStart: number): Tag {
  const open = passage.text.slice(outerStart, outerStart + 2);
  const close = closings[open] ?? open;
  const inside = findClose(passage, outerStart + 2, close);
  if (inside === undefined) throw unclosed(passage, outerStart, { open, close });
  const first = signAt(passage, outerStart + 2, open);
  const last = signAt(passage, inside - 1, open);
  const start = outerStart + 2 + first.length;
  const span = { start, end: Math.max(start, inside - last.length), outerStart, outerEnd: inside + 2 };
  const tag = { ...span, trimBefore: first === "-", after: afterTag(open, last) };
  if (open === "{#") return { ...tag, pieces: [] };
  if (open === "{{") return { ...tag, pieces: [{ kind: "output", ...span }] };
  if (passage.text.slice(start, span.end).trim() === "raw") return readRaw(passage, tag);
  return { ...tag, pieces: [{ kind: "statement", ...span }] };
}

/** The sign that controls whitespace; "+" does so only in statements and comments, elsewhere it is an operator. */
function signAt(passage: Passage, at: number, open: string): string {
  const character = passage.text.charAt(at);
  return character === "-" || (character === "+" && open !== "{{") ? character : "";
}

function afterTag(open: string, sign: string): After {
  if (sign === "-") return "strip";
  return open === "{{" || sign === "+" ? "keep" : "drop-line-break";
}

/** `{% raw %}…{% endraw %}`: its inside is text, also a line break that it begins with. */
function readRaw(passage: Passage, tag: Omit<Tag, "pieces">): Tag {
  const rest = passage.text.slice(tag.outerEnd, passage.end);
  const closing = /\{%([-+]?)\s*endraw\s*([-+]?)%\}/.exec(rest);
  if (!closing) throw unclosed(passage, tag.outerStart, { open: "{% raw %}", close: "{% endraw %}" });
  const text = trimText(
    rest.slice(0, closing.index),
    tag.after === "strip" ? "strip" : "keep",
    closing[1] === "-",
  );
  const outerEnd = tag.outerEnd + closing.index + closing[0].length;
  return { ...tag, outerEnd, after: afterTag("{%", closing[2] ?? ""), pieces: [{ kind: "text", text }] };
}

function unclosed(passage: Passage, at: number, { open, close }: { open: string; close: string }): PlayError {
  const source = passage.locate(at, at + open.length);
  return new PlayError("TEMPLATE_SYNTAX", `"${open}" is not closed`, {
    source,
    hint: `close it with "${close}"`,
  });
}

function trimText(text: string, after: After, trimEnd: boolean): string {
  const begun = { keep: text, strip: text.trimStart(), "drop-line-break": text.replace(/^\r?\n/, "") }[after];
  return trimEnd ? begun.trimEnd() : begun;
}

function addText(pieces: Piece[], text: string): void {
  if (text !== "") pieces.push({ kind: "text", text });
}
