import type { PlayEvent, StopReport } from "../model/event.ts";
import { indent } from "./block.ts";
import { duration } from "./duration.ts";
import { fewHosts } from "./host-list.ts";
import type { View } from "./view.ts";
import { visibleLine } from "./visible.ts";

type RunStopping = Extract<PlayEvent, { readonly kind: "run stopping" }>;
type Resumes = NonNullable<Extract<PlayEvent, { readonly kind: "run started" }>["resumes"]>;

/** Hosts that are named for one task. */
const fewHere = 8;

/** What a signal finds under way, and what is to come of it. */
export function stoppingLines({ by, tasks, grace }: RunStopping, { paint }: View): string[] {
  const more = tasks.length === 0 ? "" : `; what is under way has ${duration(grace)} to end`;
  const lines = tasks.map(({ name, hosts, milliseconds }) => {
    const where = hosts.length === 0 ? "" : `  [${fewHosts(hosts, fewHere)}]`;
    return `${visibleLine(name)}${where}  ${paint.quiet(`for ${duration(milliseconds)}`)}`;
  });
  return [
    `${paint.warning("STOPPING")} ${by}: nothing new is begun${more}; once more ends at once`,
    ...indent(lines, 2),
  ];
}

/** Where the hosts go on; those that stopped at the same task together. */
export function resumedLines({ run, stops }: Resumes, { paint }: View): string[] {
  const together = new Map<string, string[]>();
  for (const [host, stop] of stops) {
    const text = stopText(stop);
    together.set(text, [...(together.get(text) ?? []), host]);
  }
  const lines = [...together].map(([text, hosts]) => `[${fewHosts(hosts, fewHere)}]  ${text}`);
  const rest = "what the hosts have finished is not played again";
  return [`${paint.title(`RESUMING ${run}`)}  ${paint.quiet(rest)}`, ...indent(lines, 2)];
}

const how = { failed: "failed at", unreachable: "unreachable at", interrupted: "interrupted in" } as const;

/** `failed at start etcd: …`. */
export function stopText({ task, reason, message }: StopReport): string {
  const why = visibleLine(message.split("\n")[0] ?? "");
  return `${how[reason]} ${visibleLine(task)}${why === "" ? "" : `: ${why}`}`;
}
