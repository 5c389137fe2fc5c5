import type { YAMLError } from "yaml";
import type { Source, SourceFile } from "../../base/source.ts";
import { positionOf } from "../../base/source.ts";

/** Where the parser stumbles. */
export interface SyntaxSpot {
  readonly file: SourceFile;
  readonly lines: readonly string[];
  /** Index into `lines`. */
  readonly index: number;
  readonly source: Source;
  readonly error: YAMLError;
}

/** A slip that people make, told in their words at the place where it was made. */
export interface Slip {
  readonly message: string;
  readonly hint: string;
  readonly source: Source;
}

export function syntaxSpot(file: SourceFile, error: YAMLError): SyntaxSpot {
  // the parser may complain about the end of the file, where there is nothing to show
  const start = Math.min(error.pos[0], Math.max(file.text.trimEnd().length - 1, 0));
  const source = { file, start, end: Math.max(start + 1, Math.min(error.pos[1], file.text.length)) };
  return { file, lines: file.text.split("\n"), index: positionOf(source).line - 1, source, error };
}

/** Part of a line; without `length` all from the column (from 0) to the line's end. */
export function inLine({ file, lines }: SyntaxSpot, index: number, column: number, length?: number): Source {
  const before = lines.slice(0, index).reduce((sum, line) => sum + line.length + 1, 0);
  const end = length === undefined ? (lines[index] ?? "").trimEnd().length : column + length;
  return { file, start: before + column, end: before + Math.max(end, column + 1) };
}

/** The index of the next line after this one that is neither empty nor a comment; with -1 the one before. */
export function nextLine({ lines }: SyntaxSpot, index: number, step: 1 | -1 = 1): number | undefined {
  for (let at = index + step; at >= 0 && at < lines.length; at += step)
    if (/^\s*[^\s#]/.test(lines[at] ?? "")) return at;
  return undefined;
}
