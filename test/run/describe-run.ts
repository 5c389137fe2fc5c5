import { toText } from "../../engine/model/text-form.ts";
import type { HostCounts, Outcome, PlayEvent } from "../../engine/model/event.ts";
import type { PlayRun } from "./play-run.ts";

/** A run as text for golden files: what was tried where, what came of it, and how it ended; hosts in a fixed order. */
export function describeRun({ events, status }: PlayRun): string {
  const hosts = new Map<string, string[]>();
  const lines: string[] = [];
  for (const event of events) {
    const line = describeEvent(event);
    if ("host" in event && line !== undefined)
      hosts.set(event.host, [...(hosts.get(event.host) ?? []), line]);
    else {
      lines.push(...inOrder(hosts));
      hosts.clear();
      if (line !== undefined) lines.push(line);
    }
  }
  return `${lines.join("\n")}\nexit ${status}\n`;
}

function inOrder(hosts: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...hosts]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .flatMap(([host, lines]) => lines.map((line) => `  ${host}: ${line}`));
}

function describeEvent(event: PlayEvent): string | undefined {
  switch (event.kind) {
    case "run started":
    case "task closed":
      return undefined;
    case "warning":
      return `warning: ${event.message}`;
    case "run ended":
      return [...event.hosts].map(([host, counts]) => `${host} ${describeCounts(counts)}`).join("\n");
    default:
      return describeProgress(event);
  }
}

type Others = Exclude<PlayEvent["kind"], "run started" | "task closed" | "warning" | "run ended">;

function describeProgress(event: Extract<PlayEvent, { readonly kind: Others }>): string | undefined {
  switch (event.kind) {
    case "play started":
      return `play ${event.name} (${event.hosts.join(" ")})`;
    case "batch started":
      return `batch ${event.number} of ${event.of} (${event.hosts.join(" ")})`;
    case "run stopping":
      return `stopping: ${event.by}`;
    case "task started":
      return `${event.task.handler ? "handler" : "task"} ${event.task.name}`;
    case "item ended":
      return `[${event.label}] ${describeOutcome(event.outcome)}`;
    case "attempt failed":
      return `try ${event.attempt} failed, ${event.left} left`;
    case "task ended":
      return describeOutcome(event.outcome);
    case "host awaited":
      return `waited for: ${event.reason}`;
    case "host back":
      return undefined;
  }
}

function describeOutcome(outcome: Outcome): string {
  switch (outcome.kind) {
    case "ok":
      return `ok${messageOf(outcome.result["msg"])}`;
    case "changed":
      return "changed";
    case "unknown":
    case "skipped":
      return `${outcome.kind} (${outcome.reason})`;
    case "failed":
      return `failed${outcome.ignored ? ", ignored" : ""}${outcome.rescued ? ", rescued" : ""}: ${outcome.error.message}`;
    case "unreachable":
      return `unreachable${outcome.ignored ? ", ignored" : ""}`;
  }
}

function messageOf(message: Parameters<typeof toText>[0] | undefined): string {
  return message === undefined || message === "All items completed" ? "" : ` ${toText(message)}`;
}

function describeCounts(counts: HostCounts): string {
  return Object.entries(counts)
    .filter(([name, count]) => count > 0 && name !== "milliseconds")
    .map(([name, count]) => `${name}=${count}`)
    .join(" ");
}
