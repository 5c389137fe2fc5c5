import type { HostCounts, PlayEvent } from "../model/event.ts";
import type { Paint, Tone } from "./colour.ts";
import { count, duration } from "./duration.ts";
import { changedLabel } from "./outcome-block.ts";
import { visibleLine } from "./visible.ts";

type Counter = Exclude<keyof HostCounts, "milliseconds">;

/** In the order in which they are shown; those that are not `always` only where some host has one. */
const counters = [
  { name: "ok", tone: "ok", always: true },
  { name: "changed", tone: "changed", always: true },
  { name: "unknown", tone: "unknown", always: false },
  { name: "skipped", tone: "skipped", always: false },
  { name: "rescued", tone: "changed", always: false },
  { name: "ignored", tone: "changed", always: false },
  { name: "failed", tone: "failed", always: true },
  { name: "unreachable", tone: "failed", always: true },
] as const satisfies readonly { name: Counter; tone: Tone; always: boolean }[];

type RunEnded = Extract<PlayEvent, { readonly kind: "run ended" }>;

interface RecapStyle {
  readonly paint: Paint;
  readonly check: boolean;
  /** The run's id, where it has a journal. */
  readonly run?: string | undefined;
}

/** The counts and the time of each host, then of the run. */
export function recapLines(event: RunEnded, style: RecapStyle): string[] {
  const { hosts, milliseconds, interrupted } = event;
  const { paint, check } = style;
  const width = Math.max(0, ...[...hosts.keys()].map((host) => visibleLine(host).length));
  const all = [...hosts.values()];
  return [
    paint.title("RECAP"),
    ...[...hosts].map(
      ([host, counts]) => `  ${visibleLine(host).padEnd(width)}  ${hostLine(counts, all, style)}`,
    ),
    paint.quiet(`${count(hosts.size, "host")} in ${duration(milliseconds)}`),
    ...owedLines(event, style),
    ...(interrupted ? [paint.warning("interrupted: not every task was played")] : []),
    ...resumeLines(event, style),
    ...(check ? [paint.title("check run: nothing was changed")] : []),
  ];
}

function resumeLines({ hosts, interrupted }: RunEnded, { paint, check, run }: RecapStyle): string[] {
  const stopped = interrupted || [...hosts.values()].some((counts) => counts.failed + counts.unreachable > 0);
  return stopped && !check && run !== undefined
    ? [paint.quiet(`to go on where it stopped: the same with --resume=${run}`)]
    : [];
}

/** Whoever relies on a service's new settings wants to know that it was not restarted. */
function owedLines({ owed }: RunEnded, { paint, check }: RecapStyle): string[] {
  if (owed.size === 0 || check) return [];
  const lines = [...owed].map(([host, names]) => `  ${host}  ${names.map(visibleLine).join(", ")}`);
  return [paint.warning("handlers that have not run, though they were notified:"), ...lines];
}

function hostLine(counts: HostCounts, all: readonly HostCounts[], { paint, check }: RecapStyle): string {
  const cells = counters.flatMap(({ name, tone, always }) => {
    const numbers = all.map((each) => each[name]);
    if (!always && numbers.every((number) => number === 0)) return [];
    const width = Math.max(...numbers.map((number) => String(number).length));
    const label = name === "changed" ? changedLabel({ check }) : name;
    const cell = `${label}=${String(counts[name]).padEnd(width)}`;
    return [counts[name] === 0 ? paint.quiet(cell) : paint[tone](cell)];
  });
  const times = all.map((each) => duration(each.milliseconds).length);
  const time = duration(counts.milliseconds).padStart(Math.max(...times));
  return `${cells.join("  ")}  ${paint.quiet(time)}`;
}
