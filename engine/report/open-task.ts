import type { Outcome, TaskTitle, PlayEvent } from "../model/event.ts";
import type { HostBlock } from "./block.ts";
import type { ItemResult } from "./item-lines.ts";
import { resultBlock } from "./result-block.ts";
import type { View } from "./view.ts";

type TaskEnded = Extract<PlayEvent, { readonly kind: "task ended" }>;
type AttemptFailed = Extract<PlayEvent, { readonly kind: "attempt failed" }>;

/** A task that is under way: what its hosts have told, and what of that is still to be written. */
export class OpenTask {
  readonly title: TaskTitle;
  readonly hosts: readonly string[];
  /** When it started, in milliseconds of the clock. */
  readonly since: number;
  /** Something of it has been written. */
  written = false;
  readonly #done = new Set<string>();
  readonly #items = new Map<string, ItemResult[]>();
  readonly #attempts = new Map<string, AttemptFailed>();
  readonly #kinds = new Map<Outcome["kind"], number>();
  readonly #quiet = new Map<Outcome["kind"], number>();
  #pending: HostBlock[] = [];

  constructor(title: TaskTitle, hosts: readonly string[]) {
    this.title = title;
    this.hosts = hosts;
    this.since = Date.now();
  }

  get done(): number {
    return this.#done.size;
  }

  /** Hosts that have not ended yet, in order. */
  get awaited(): readonly string[] {
    return this.hosts.filter((host) => !this.#done.has(host));
  }

  /** The last failed attempts of the hosts that are still trying. */
  get retrying(): readonly AttemptFailed[] {
    return [...this.#attempts.values()];
  }

  /** How many hosts have ended in each way. */
  get outcomes(): ReadonlyMap<Outcome["kind"], number> {
    return this.#kinds;
  }

  /** How many hosts of each outcome had nothing to tell. */
  get quiet(): ReadonlyMap<Outcome["kind"], number> {
    return this.#quiet;
  }

  addItem(host: string, item: ItemResult): void {
    const items = this.#items.get(host);
    if (items) items.push(item);
    else this.#items.set(host, [item]);
  }

  addAttempt(event: AttemptFailed): void {
    this.#attempts.set(event.host, event);
  }

  /** Something to write besides results, under this task's title. */
  addBlock(block: HostBlock): void {
    this.#pending.push(block);
  }

  addResult({ host, outcome, args, milliseconds }: TaskEnded, view: View): void {
    this.#done.add(host);
    this.#attempts.delete(host);
    increment(this.#kinds, outcome.kind);
    const items = this.#items.get(host) ?? [];
    this.#items.delete(host);
    const result = { host, outcome, items, milliseconds, ...(args ? { args } : {}) };
    const block = resultBlock(result, this.title, view);
    if (block) this.#pending.push({ host, block });
    else increment(this.#quiet, outcome.kind);
  }

  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** What is to be written, in the order of the hosts, failures last; it counts as written. */
  takePending(): readonly HostBlock[] {
    const order = new Map(this.hosts.map((host, index) => [host, index]));
    const place = ({ host, block }: HostBlock) =>
      (order.get(host) ?? 0) + (block.tone === "failed" ? this.hosts.length : 0);
    const blocks = this.#pending.sort((left, right) => place(left) - place(right));
    this.#pending = [];
    this.written = true;
    return blocks;
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
