import { describeSource } from "../base/source.ts";
import type { Outcome, PlayEvent, TaskTitle, Warning } from "../model/event.ts";
import { indent } from "./block.ts";
import { count } from "./duration.ts";
import { fewHosts } from "./host-list.ts";
import { hintLine, sourceLines } from "./source-lines.ts";
import type { View } from "./view.ts";
import { visibleLine } from "./visible.ts";

type PlayStarted = Extract<PlayEvent, { readonly kind: "play started" }>;
type BatchStarted = Extract<PlayEvent, { readonly kind: "batch started" }>;

/** `PLAY etcd members  3 hosts: h1 h2 h3`. */
export function playTitle({ name, hosts }: PlayStarted, { paint, verbosity, check }: View): string {
  const most = verbosity > 0 ? Infinity : 8;
  const title = `PLAY ${visibleLine(name)}${check ? " (check run)" : ""}`;
  return `${paint.title(title)}  ${paint.quiet(`${count(hosts.length, "host")}: ${fewHosts(hosts, most)}`)}`;
}

/** `BATCH 2 of 3  2 hosts: h3 h4`. */
export function batchTitle({ number, of, hosts }: BatchStarted, { paint, verbosity }: View): string {
  const most = verbosity > 0 ? Infinity : 8;
  const title = paint.title(`BATCH ${number} of ${of}`);
  return `${title}  ${paint.quiet(`${count(hosts.length, "host")}: ${fewHosts(hosts, most)}`)}`;
}

/** `TASK etcd : start etcd`, with its place from -vv on. */
export function taskTitle({ name, handler, source }: TaskTitle, { paint, verbosity, clean }: View): string {
  const title = paint.title(`${handler ? "HANDLER" : "TASK"} ${visibleLine(name)}`);
  return verbosity > 1 ? `${title}  ${paint.quiet(clean(describeSource(source)))}` : title;
}

/** `ok=2 skipped=1`; empty where there is nothing to count. */
export function countsText(counts: ReadonlyMap<Outcome["kind"], number>): string {
  return [...counts].map(([kind, number]) => `${kind}=${number}`).join(" ");
}

/** What stands for tasks that had nothing to tell. */
export function quietTasks(number: number): string {
  return number === 0 ? "" : `… ${count(number, "task")} without a change`;
}

export function warningLines({ message, source, hint }: Warning, view: View): string[] {
  const { paint } = view;
  const [first = "", ...more] = message.split("\n");
  const lines = [
    ...more,
    ...(source ? sourceLines(source, view) : []),
    ...(hint === undefined ? [] : [hintLine(hint, paint)]),
  ];
  return [`${paint.warning("WARNING")} ${first}`, ...indent(lines, 2)];
}
