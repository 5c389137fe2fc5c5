import { PlayError } from "../base/play-error.ts";
import { checkResumable, differences, lastRunOf, runById } from "../journal/choose-run.ts";
import { runFiles } from "../journal/folder.ts";
import type { RunFacts } from "../journal/line.ts";
import { type Resumable, resumableOf } from "../journal/resumption.ts";
import type { Options } from "./options.ts";

export interface Resumed extends Resumable {
  readonly id: string;
  /** When the run stopped, in milliseconds since the epoch. */
  readonly stoppedAt: number;
}

/** What `--resume` goes on with; undefined without it. Throws BAD_RUN. */
export function resumedRun(
  { resume, resumeChanged }: Options,
  facts: RunFacts,
  folder: string,
): Resumed | undefined {
  if (resume === undefined) return undefined;
  const files = runFiles(folder);
  const log = resume === "" ? lastRunOf(facts, files) : runById(resume, files);
  checkResumable(log);
  const changed = differences(log.run, facts);
  if (changed.length > 0 && !resumeChanged) throw changedSince(log.run.id, changed);
  return { id: log.run.id, stoppedAt: log.lastAt, ...resumableOf(log) };
}

function changedSince(id: string, changed: readonly string[]): PlayError {
  const list = changed.map((line) => `  ${line}`).join("\n");
  return new PlayError(
    "BAD_RUN",
    `run ${id} cannot be resumed as it was played with something else:\n${list}`,
    {
      hint: "play from the start, or add --resume-changed: each host then goes on at the first task that is not as it was",
    },
  );
}
