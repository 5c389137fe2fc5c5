/** A text that was read: a file, a command line argument, a variable given by the user. `path` is what errors show. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** It was encrypted: errors tell the place and do not show the text. */
  readonly hidden?: boolean;
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

export function positionOf({ file, start }: Source): Position {
  const starts = lineStarts(file);
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (Number(starts[middle]) <= start) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: start - Number(starts[low]) + 1 };
}

// every event of a task tells where the task stands
const known = new WeakMap<SourceFile, readonly number[]>();

function lineStarts(file: SourceFile): readonly number[] {
  const starts = known.get(file) ?? [0, ...Array.from(file.text.matchAll(/\n/g), ({ index }) => index + 1)];
  known.set(file, starts);
  return starts;
}

/** `path:line:column`, the form that editors and terminals make clickable. */
export function describeSource(source: Source): string {
  const { line, column } = positionOf(source);
  return `${source.file.path}:${line}:${column}`;
}
