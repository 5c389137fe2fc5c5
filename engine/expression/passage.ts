import type { Source } from "../base/source.ts";

/** A stretch of text that holds an expression, and where its pieces stand in the file that it was read from. */
export interface Passage {
  readonly text: string;
  /** The expression is `text` from `start` up to, not including, `end` (UTF-16 offsets). */
  readonly start: number;
  readonly end: number;
  readonly locate: (start: number, end: number) => Source;
}

export function narrow(passage: Passage, start: number, end: number): Passage {
  return { text: passage.text, locate: passage.locate, start, end };
}

export function sourceOf(passage: Passage): Source {
  return passage.locate(passage.start, passage.end);
}
