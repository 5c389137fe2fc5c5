import type { Segment } from "../../model/yaml-node.ts";

/** How a scalar is written. `length` of the marks around it: 1 for quotes, 0 for plain. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

export interface WrittenScalar {
  readonly style: ScalarStyle;
  /** The text between the marks; for block scalars, the lines below the header. */
  readonly text: string;
  /** Offset of `text` in the file. */
  readonly start: number;
}

/**
 * Where the pieces of a scalar's value stand in the file. Folding and indentation only change white space, so every
 * written line, trimmed, stands in the value with nothing but white space before it. Double quotes with escapes give [].
 */
export function findSegments(value: string, written: WrittenScalar): readonly Segment[] {
  if (written.style === "double" && written.text.includes("\\")) return [];
  const segments: Segment[] = [];
  let cursor = 0;
  for (const piece of writtenPieces(written)) {
    const inner = value.indexOf(piece.text, cursor);
    if (inner === -1 || /[^\s']/.test(value.slice(cursor, inner))) return [];
    segments.push({ inner, outer: piece.start, length: piece.text.length });
    cursor = inner + piece.text.length;
  }
  return segments;
}

/** The trimmed lines; in single quotes they are cut at `''` too, which stands for one quote. */
function* writtenPieces({ style, text, start }: WrittenScalar): Generator<{ text: string; start: number }> {
  const unit = style === "single" ? /[^\s'](?:[^\n']*[^\s'])?/g : /\S(?:.*\S)?/g;
  for (const match of text.matchAll(unit)) yield { text: match[0], start: start + match.index };
}
