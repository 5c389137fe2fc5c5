/** A text that was read: a file, a command line argument, a variable given by the user. `path` is what errors show. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A span of a {@link SourceFile}; `start` and `end` are UTF-16 offsets into its text, `end` exclusive. */
export interface Source {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: line and column from 1; columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionOf(source: Source): Position {
  const before = source.file.text.slice(0, source.start);
  const line = before.split("\n").length;
  return { line, column: source.start - (before.lastIndexOf("\n") + 1) + 1 };
}

/** `path:line:column`, the form that editors and terminals make clickable. */
export function describeSource(source: Source): string {
  const { line, column } = positionOf(source);
  return `${source.file.path}:${line}:${column}`;
}
