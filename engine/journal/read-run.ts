import { readFileSync } from "node:fs";
import type {
  BegunLine,
  CutLine,
  EndLine,
  FinishedLine,
  ForgivenLine,
  ItemLine,
  Line,
  RunLine,
} from "./line.ts";

/** What a journal tells of its run. */
export interface RunLog {
  readonly run: RunLine;
  /** In the order in which they were written. */
  readonly steps: readonly (EndLine | ItemLine | ForgivenLine)[];
  /** Tasks that had begun and were not over. */
  readonly underWay: readonly BegunLine[];
  /** Tasks that were cut short. */
  readonly cuts: readonly CutLine[];
  readonly finished: FinishedLine | undefined;
  /** It was given up by a second signal. */
  readonly forced: boolean;
  /** When the last line was written, in milliseconds since the epoch. */
  readonly lastAt: number;
}

/** Undefined where the file is no journal. Lines after one that was torn do not count. */
export function readRun(path: string): RunLog | undefined {
  try {
    return parseRun(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

export function parseRun(text: string): RunLog | undefined {
  const lines = parseLines(text);
  const [run] = lines;
  if (run?.kind !== "run" || run.version !== 1) return undefined;
  const begun = new Map<number, BegunLine>();
  for (const line of lines) {
    if (line.kind === "begun") begun.set(line.task, line);
    if (line.kind === "closed") begun.delete(line.task);
  }
  return {
    run,
    steps: lines.filter((line) => line.kind === "end" || line.kind === "item" || line.kind === "forgiven"),
    underWay: [...begun.values()],
    cuts: lines.filter((line) => line.kind === "cut"),
    finished: lines.find((line) => line.kind === "finished"),
    forced: lines.some((line) => line.kind === "forced"),
    lastAt: lines.at(-1)?.at ?? run.at,
  };
}

function parseLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (const one of text.split("\n")) {
    const line = parseLine(one);
    if (!line) break;
    lines.push(line);
  }
  return lines;
}

const kinds: ReadonlySet<string> = new Set<Line["kind"]>([
  "run",
  "play",
  "begun",
  "closed",
  "end",
  "item",
  "forgiven",
  "cut",
  "forced",
  "finished",
]);

function parseLine(text: string): Line | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isLine(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** A whole line that names a kind of ours was written by us: the folder is the user's own. */
function isLine(json: unknown): json is Line {
  return typeof json === "object" && json !== null && "kind" in json && kinds.has(String(json.kind));
}
