import type { Source, SourceFile } from "../base/source.ts";

/** Turns a place of Handlebars (lines from 1, columns from 0) into a source. */
export type Locate = (place: Pick<hbs.AST.SourceLocation, "start" | "end">) => Source;

export function locatorOf(file: SourceFile): Locate {
  // Handlebars counts a lone carriage return as a line's end, too.
  const starts = [0, ...[...file.text.matchAll(/\r\n?|\n/g)].map((match) => match.index + match[0].length)];
  const offsetOf = ({ line, column }: hbs.AST.Position) => (starts[line - 1] ?? file.text.length) + column;
  return ({ start, end }) => ({ file, start: offsetOf(start), end: offsetOf(end) });
}
