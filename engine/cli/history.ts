import { runById } from "../journal/choose-run.ts";
import { runFiles } from "../journal/folder.ts";
import { readRun, type RunLog } from "../journal/read-run.ts";
import { listRuns, showRun } from "../report/history-lines.ts";
import type { Invocation } from "./options.ts";
import { summaryOf } from "./run-summary.ts";

type History = Extract<Invocation, { readonly kind: "history" }>;

/** The text of `play history`: a line for every run that is kept, the last one first, or all of one. Throws BAD_RUN. */
export function history({ run, output }: Pick<History, "run" | "output">, folder: string): string {
  const files = runFiles(folder);
  if (run !== undefined) {
    const summary = summaryOf(runById(run, files));
    return output === "json" ? JSON.stringify(summary) : showRun(summary).join("\n");
  }
  const logs = files.map((file) => readRun(file.path)).filter((log): log is RunLog => log !== undefined);
  const summaries = logs.map(summaryOf);
  if (output === "json") return summaries.map((summary) => JSON.stringify(summary)).join("\n");
  return listRuns(summaries).join("\n");
}
