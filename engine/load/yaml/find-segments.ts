import type { Segment } from "../../model/yaml-node.ts";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

export interface WrittenScalar {
  readonly style: ScalarStyle;
  /** The text between the marks; for block scalars, the lines below the header. */
  readonly text: string;
  /** Offset of `text` in the file. */
  readonly start: number;
}

/**
 * Where the pieces of a scalar's value stand in the file. Folding, indentation and escapes only change what stands between
 * pieces, and never make it longer: so a piece is found in the value where it comes next. [] where that fails.
 */
export function findSegments(value: string, written: WrittenScalar): readonly Segment[] {
  const segments: Segment[] = [];
  let cursor = 0;
  let writtenEnd = written.start;
  for (const piece of writtenPieces(written)) {
    const inner = value.indexOf(piece.text, cursor);
    if (inner === -1 || inner - cursor > piece.start - writtenEnd) return [];
    const { length } = piece.text;
    segments.push({ inner, outer: piece.start, length });
    cursor = inner + length;
    writtenEnd = piece.start + length;
  }
  return segments;
}

/** What a line is cut into: itself without the blanks around it, in quotes without what stands for something else. */
const pieceForms: Readonly<Record<ScalarStyle, RegExp>> = {
  plain: /\S(?:.*\S)?/g,
  block: /\S(?:.*\S)?/g,
  // '' is one quote.
  single: /[^\s'](?:[^\n']*[^\s'])?/g,
  // The first half matches escapes, whose letters are no pieces.
  double: /\\(?:x.{2}|u.{4}|U.{8}|\r?\n|[\s\S])|[^\s\\](?:[^\n\\]*[^\s\\])?/g,
};

function* writtenPieces({ style, text, start }: WrittenScalar): Generator<{ text: string; start: number }> {
  for (const match of text.matchAll(pieceForms[style])) {
    if (style === "double" && match[0].startsWith("\\")) continue;
    yield { text: match[0], start: start + match.index };
  }
}
