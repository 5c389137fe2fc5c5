import type { HostCounts, StopReport } from "../model/event.ts";
import { indent } from "./block.ts";
import { count, duration } from "./duration.ts";
import { makePaint } from "./colour.ts";
import { recapLines } from "./recap.ts";
import { stopText } from "./stop-lines.ts";
import { visibleLine } from "./visible.ts";

/** One run of `play history`; with `--output json` as it is, one a line. */
export interface RunSummary {
  readonly run: string;
  /** ISO 8601. */
  readonly at: string;
  readonly milliseconds: number;
  readonly playbooks: readonly string[];
  readonly inventories: readonly string[];
  readonly check: boolean;
  /** `died`: it ended without a word, as if killed. */
  readonly outcome: "well" | "failed" | "unreachable" | "interrupted" | "under way" | "died";
  readonly resumes?: string;
  readonly options: Readonly<Record<string, string>>;
  readonly hosts: Readonly<Record<string, HostCounts>>;
  readonly hostNames: readonly string[];
  readonly owed: Readonly<Record<string, readonly string[]>>;
  /** Where hosts stopped that did not come to their end. */
  readonly stops: Readonly<Record<string, StopReport>>;
}

/** `k3f9  2026-11-20 17:03  interrupted  3 hosts  1 min 05 s  site.yml -i hosts`. */
export function listRuns(runs: readonly RunSummary[]): readonly string[] {
  if (runs.length === 0) return ["no run has been kept"];
  return columns(
    runs.map((run) => [
      run.run,
      localTime(run.at),
      run.check ? `${run.outcome} (check)` : run.outcome,
      count(run.hostNames.length, "host"),
      duration(run.milliseconds),
      commandOf(run),
    ]),
  );
}

/** A run in full: how it was played, what it came to, where hosts stopped and what they owe. */
export function showRun(run: RunSummary): readonly string[] {
  const stops = Object.entries(run.stops).map(([host, stop]) => [host, stopText(stop)]);
  const recap = recapLines(
    {
      kind: "run ended",
      hosts: new Map(Object.entries(run.hosts)),
      owed: new Map(Object.entries(run.owed)),
      milliseconds: run.milliseconds,
      interrupted: run.outcome === "interrupted",
    },
    { paint: makePaint(0), check: run.check },
  );
  return [
    `run ${run.run}  ${localTime(run.at)}  ${run.outcome}${run.resumes === undefined ? "" : `, resuming ${run.resumes}`}`,
    `  play ${commandOf(run)}`,
    ...(stops.length === 0 ? [] : ["", "STOPPED", ...indent([...columns(stops)], 2)]),
    ...(Object.keys(run.hosts).length === 0 ? [] : ["", ...recap]),
    ...(isResumable(run) ? ["", `to go on: play ${commandOf(run)} --resume=${run.run}`] : []),
  ];
}

function isResumable({ check, outcome }: RunSummary): boolean {
  return !check && outcome !== "well" && outcome !== "under way";
}

function commandOf({ playbooks, inventories, options, check }: RunSummary): string {
  const words = [
    ...playbooks,
    ...inventories.flatMap((inventory) => ["-i", inventory]),
    ...Object.entries(options).flatMap(([name, value]) => [name, name === "--extra-vars" ? "…" : value]),
    ...(check ? ["--check"] : []),
  ];
  return words.map(visibleLine).join(" ");
}

/** `2026-11-20 17:03:40`, where play runs. */
function localTime(at: string): string {
  const date = new Date(at);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
