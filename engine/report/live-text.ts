import type { OpenTask } from "./open-task.ts";
import { fewHosts } from "./host-list.ts";
import { visibleLine } from "./visible.ts";

/** Hosts that are named while they are awaited. */
const fewAwaited = 3;

/** Room that the spinner before and the elapsed time after the text need. */
const margin = 16;

/** A host on which nothing can be done for now. */
interface LostHost {
  readonly host: string;
  readonly reason: string;
}

/** The live line: `etcd : start etcd  48/50  waiting for h7 h9  2 failed`, cut to the terminal's width. */
export function liveText(
  tasks: readonly OpenTask[],
  columns: number,
  lost: readonly LostHost[] = [],
): string {
  const [task, ...others] = tasks;
  if (!task) return "";
  const parts = [
    visibleLine(task.title.name),
    `${task.done}/${task.hosts.length}`,
    ...awaited(task),
    ...lost.map(({ host, reason }) => `${host}: ${reason}`),
    ...troubles(task),
    ...retries(task),
    ...(others.length > 0 ? [`and ${others.length} more`] : []),
  ];
  return cut(parts.join("  "), columns - margin);
}

function awaited({ awaited: hosts, done }: OpenTask): string[] {
  const worthNaming = done > 0 && hosts.length > 0 && hosts.length <= fewAwaited;
  return worthNaming ? [`waiting for ${fewHosts(hosts, fewAwaited)}`] : [];
}

function troubles({ outcomes }: OpenTask): string[] {
  return (["failed", "unreachable"] as const).flatMap((kind) => {
    const number = outcomes.get(kind) ?? 0;
    return number > 0 ? [`${number} ${kind}`] : [];
  });
}

function retries({ retrying }: OpenTask): string[] {
  const [first] = retrying;
  if (!first) return [];
  const hosts = fewHosts(
    retrying.map(({ host }) => host),
    fewAwaited,
  );
  return [`${hosts}: attempt ${first.attempt + 1}, ${first.left - 1} more after it`];
}

function cut(text: string, columns: number): string {
  const most = Math.max(columns, 20);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
