import type { JsonEvent } from "../support/play.ts";

/**
 * One use of a module on a host.
 *
 * `@/` at the start of a word in options and task keywords becomes the case's own folder on the host, whose name has a
 * blank, a quote and a letter beyond ASCII in it. Scripts run as root in that folder.
 */
export interface Case {
  /** What is special about it; unique in its module. */
  readonly about: string;
  /** Options, or the free form. */
  readonly args: string | Readonly<Record<string, unknown>>;
  /** The task's other keywords. */
  readonly task?: Readonly<Record<string, unknown>>;
  /** Makes what the host has beforehand. */
  readonly before?: string;
  /** The same once all cases have had their `before`. */
  readonly lastly?: string;
  /** Makes the controller's files, in the folder of the playbook. */
  readonly furnish?: (folder: string) => void | Promise<void>;
  readonly effect: Effect;
  /** What the host looks like afterwards: a script and what it prints. */
  readonly after?: readonly [script: string, output: string];
  /** The same for the folder of the playbook on the controller. */
  readonly controller?: (folder: string, host: string) => void | Promise<void>;
  /** It fails by its nature. */
  readonly fails?: true;
  /** Fields that the task's result has. */
  readonly result?: Readonly<Record<string, unknown>>;
}

/** `once`: the first run changes something, the second nothing. `never`: not even the first. */
export type Effect =
  | "once"
  | "never"
  /** Every run changes something, by the module's nature. */
  | { readonly always: string };

export type Round = ReadonlyMap<string, Ended>;

/** How a task ended on a host. */
export interface Ended {
  readonly kind: string;
  /** The summaries of its changes. */
  readonly changes: readonly string[];
  readonly result: unknown;
}

interface Told {
  readonly kind?: string;
  readonly result?: unknown;
  readonly changes?: readonly { readonly summary: string }[];
}

/** How the tasks ended, by `module: task @ host`; a loop's changes are those of its items. */
export function roundOf(events: readonly JsonEvent[]): Round {
  const round = new Map<string, Ended>();
  const itemChanges = new Map<string, readonly string[]>();
  for (const event of events) {
    if (event["kind"] !== "task ended" && event["kind"] !== "item ended") continue;
    const { name, module } = event["task"] as { readonly name: string; readonly module: string };
    const key = `${module}: ${name} @ ${String(event["host"])}`;
    const { kind = "", result, changes = [] } = event["outcome"] as Told;
    const summaries = [...(itemChanges.get(key) ?? []), ...changes.map(({ summary }) => summary)];
    if (event["kind"] === "item ended") itemChanges.set(key, summaries);
    else round.set(key, { kind, changes: summaries, result });
  }
  return round;
}

/** `module: task @ host kind: changes`, without what only a run can tell; sorted, since hosts play side by side. */
export function decisionsOf(round: Round): readonly string[] {
  return [...round].map(([key, { kind, changes }]) => `${key} ${kind}: ${changes.join("; ")}`).sort();
}

export function changedIn(round: Round): readonly string[] {
  return [...round].filter(([, { kind }]) => kind === "changed").map(([key]) => key);
}
