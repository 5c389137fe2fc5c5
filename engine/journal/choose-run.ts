import { PlayError } from "../base/play-error.ts";
import type { RunFile } from "./folder.ts";
import { isRunning } from "./process.ts";
import type { RunFacts } from "./line.ts";
import { readRun, type RunLog } from "./read-run.ts";

/** The run of this id. Throws BAD_RUN. */
export function runById(id: string, files: readonly RunFile[]): RunLog {
  const file = files.find((one) => one.id === id);
  if (!file)
    throw new PlayError("BAD_RUN", `there is no run "${id}"`, {
      hint: "play history lists them; where a playbook is meant, write it before --resume",
    });
  const log = readRun(file.path);
  if (log) return log;
  throw new PlayError("BAD_RUN", `the journal of run ${id} cannot be read`, { hint: `see ${file.path}` });
}

/** The last run of the same playbooks and inventories; check runs do not count. Throws BAD_RUN. */
export function lastRunOf(
  { playbooks, inventories }: Pick<RunFacts, "playbooks" | "inventories">,
  files: readonly RunFile[],
): RunLog {
  const wanted = JSON.stringify([playbooks, inventories]);
  for (const { path } of files) {
    const log = readRun(path);
    if (log && !log.run.check && JSON.stringify([log.run.playbooks, log.run.inventories]) === wanted)
      return log;
  }
  throw new PlayError("BAD_RUN", "there is no earlier run of this playbook with this inventory", {
    hint: "play history lists the runs; the last 50 are kept",
  });
}

/** Throws BAD_RUN where a run has nothing that could be resumed. */
export function checkResumable(log: RunLog): void {
  const { id, check, resumes } = log.run;
  const problem = (message: string, hint: string): PlayError => new PlayError("BAD_RUN", message, { hint });
  if (check) throw problem(`run ${id} was a check run: it changed nothing`, "play without --resume");
  if (log.finished?.outcome === "well")
    throw problem(
      `run ${id} came to its end`,
      `there is nothing to resume${resumes === undefined ? "" : `; it went on with run ${resumes}`}`,
    );
  if (!log.finished && isRunning(log.run))
    throw problem(`run ${id} is still under way (process ${log.run.pid})`, "wait for its end, or end it");
}

/**
 * What is not as it was: places in the program would not be the same any more. Empty where nothing has changed, else one
 * line for each difference.
 */
export function differences(before: RunFacts, now: RunFacts): readonly string[] {
  return [
    ...listDifference("playbooks", before.playbooks, now.playbooks),
    ...listDifference("inventories", before.inventories, now.inventories),
    ...optionDifferences(before.options, now.options),
    ...fileDifferences(before.files, now.files),
  ];
}

function listDifference(what: string, before: readonly string[], now: readonly string[]): readonly string[] {
  return JSON.stringify(before) === JSON.stringify(now) ? [] : [`${what}: ${before.join(", ")}`];
}

function optionDifferences(before: RunFacts["options"], now: RunFacts["options"]): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (name === "--extra-vars") return ["--extra-vars: others than now"];
    return [before[name] === undefined ? `${name}: not given` : `${name}: ${before[name]}`];
  });
}

function fileDifferences(before: RunFacts["files"], now: RunFacts["files"]): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].sort().flatMap((name) => {
    if (before[name] === now[name]) return [];
    if (before[name] === undefined) return [`${name}: was not there`];
    return [now[name] === undefined ? `${name}: is gone` : `${name}: has changed`];
  });
}
