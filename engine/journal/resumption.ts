import type { HostResumption, KeptItem, Resumption, StepEnd } from "../model/step-end.ts";
import type { StopReport } from "../model/event.ts";
import { decodeResult } from "./decode.ts";
import type { EndLine, ForgivenLine, ItemLine } from "./line.ts";
import type { RunLog } from "./read-run.ts";

type StepLine = RunLog["steps"][number];

/** What of a run is not to be played again, and where each host stopped that did not come to its end. */
export interface Resumable {
  readonly resumption: Resumption;
  /** The lines of the journal that make it up. */
  readonly lines: readonly StepLine[];
  readonly stops: ReadonlyMap<string, StopReport>;
}

/**
 * A host goes on at the step at which it failed or was cut short; all before is not played again. Where the `always` of
 * a block around has been played since, what the block had prepared may be gone: the host then begins at that block.
 */
export function resumableOf(log: RunLog): Resumable {
  const byHost = new Map<string, StepLine[]>();
  for (const line of log.steps) byHost.set(line.host, [...(byHost.get(line.host) ?? []), line]);
  const cuts = [...byHost].map(([host, lines]) => [host, cut(lines)] as const);
  return {
    resumption: new Map(cuts.map(([host, part]) => [host, resumptionOf(part)])),
    lines: cuts.flatMap(([, { kept }]) => kept),
    stops: new Map([...interruptedStops(log), ...failedStops(cuts)]),
  };
}

interface Cut {
  readonly kept: readonly StepLine[];
  readonly stop: EndLine | undefined;
  /** What was played on the host after it had failed: `always`, and handlers with --force-handlers. */
  readonly after: readonly EndLine[];
}

function cut(lines: readonly StepLine[]): Cut {
  const forgiven = lines.findLastIndex((line) => line.kind === "forgiven");
  const at = lines.findIndex((line, index) => index > forgiven && isStop(line));
  const stop = lines[at];
  if (stop?.kind !== "end") return { kept: lines, stop: undefined, after: [] };
  const after = lines.slice(at + 1).filter((line) => line.kind === "end");
  const undone = undoneBlock(stop.place, after);
  const kept = lines
    .slice(0, at)
    .filter((line) => undone === undefined || !("place" in line) || !line.place.startsWith(undone));
  return { kept, stop, after };
}

function isStop(line: EndLine | ItemLine | ForgivenLine): boolean {
  if (line.kind !== "end" || line.ignored) return false;
  return line.outcome === "unreachable" || (line.outcome === "failed" && !line.rescued);
}

/** The outermost block around a place whose `always` has been played; its place with a slash. */
function undoneBlock(place: string, after: readonly EndLine[]): string | undefined {
  const blocks = [...place.matchAll(/\/(?:block|rescue)\//g)].map(({ index }) => place.slice(0, index + 1));
  return blocks.find((block) => after.some((line) => line.place.startsWith(`${block}always/`)));
}

function resumptionOf({ kept, after }: Cut): HostResumption {
  const items = new Map<string, Map<number, KeptItem>>();
  for (const line of kept)
    if (line.kind === "item") {
      const ofPlace = items.get(line.place) ?? new Map<number, KeptItem>();
      items.set(line.place, ofPlace.set(line.index, keptItem(line)));
    }
  return {
    ends: new Map(kept.flatMap((line) => (line.kind === "end" ? [[line.place, stepEnd(line)]] : []))),
    items,
    handled: after.flatMap(({ handler, outcome }) =>
      handler === undefined || outcome === "failed" || outcome === "unreachable" ? [] : [handler],
    ),
  };
}

function stepEnd({ outcome, result, ...end }: EndLine): StepEnd {
  return { ...end, kind: outcome, ...decodeResult(result, `the result of "${end.name}"`) };
}

function keptItem({ index, print, outcome, result, place }: ItemLine): KeptItem {
  return { index, print, kind: outcome, result: decodeResult(result, `an item's result at ${place}`).result };
}

function failedStops(cuts: readonly (readonly [string, Cut])[]): readonly [string, StopReport][] {
  return cuts.flatMap(([host, { stop }]): [string, StopReport][] => {
    if (!stop) return [];
    const reason = stop.outcome === "unreachable" ? "unreachable" : "failed";
    return [[host, { task: stop.name, reason, message: stop.error?.message ?? "" }]];
  });
}

/** Hosts that have no end of a task that was under way. */
function interruptedStops({ underWay, cuts, steps }: RunLog): readonly [string, StopReport][] {
  const interrupted = (host: string, task: string): [string, StopReport] => [
    host,
    { task, reason: "interrupted", message: "" },
  ];
  const lost = underWay.flatMap(({ name, hosts, at }) => {
    const ended = new Set(
      steps.flatMap((line) =>
        line.kind === "end" && line.at >= at && line.name === name ? [line.host] : [],
      ),
    );
    return hosts.filter((host) => !ended.has(host)).map((host) => interrupted(host, name));
  });
  return [...lost, ...cuts.map(({ host, name }) => interrupted(host, name))];
}
