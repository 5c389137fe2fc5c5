import path from "node:path";
import { isRunning } from "../journal/process.ts";
import type { RunLog } from "../journal/read-run.ts";
import { resumableOf } from "../journal/resumption.ts";
import type { RunSummary } from "../report/history-lines.ts";

/** What there is to tell of a run. */
export function summaryOf(log: RunLog): RunSummary {
  const { run, finished, lastAt } = log;
  return {
    run: run.id,
    at: new Date(run.at).toISOString(),
    milliseconds: finished?.milliseconds ?? lastAt - run.at,
    playbooks: run.playbooks.map(shown),
    inventories: run.inventories.map(shown),
    check: run.check,
    outcome: outcomeOf(log),
    ...(run.resumes !== undefined && { resumes: run.resumes }),
    options: run.options,
    hosts: finished?.hosts ?? {},
    hostNames: finished ? Object.keys(finished.hosts) : hostsIn(log),
    owed: finished?.owed ?? {},
    stops: Object.fromEntries(resumableOf(log).stops),
  };
}

function outcomeOf({ run, finished, forced }: RunLog): RunSummary["outcome"] {
  if (finished) return finished.outcome;
  if (forced) return "interrupted";
  return isRunning(run) ? "under way" : "died";
}

function hostsIn({ steps, underWay }: RunLog): readonly string[] {
  return [...new Set([...steps.map(({ host }) => host), ...underWay.flatMap(({ hosts }) => hosts)])];
}

function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return path.isAbsolute(file) && !relative.startsWith("..") ? relative : file;
}
