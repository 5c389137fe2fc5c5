import type { CompiledTask } from "../compile/program.ts";
import type { HostCounts } from "../model/event.ts";
import type { Value, ValueMap } from "../model/value.ts";
import type { Template } from "../template/contract.ts";
import { Forecasts } from "./forecasts.ts";

export type HostStatus = "active" | "failed" | "unreachable" | "ended";

/** Counts up whenever a variable of any host changes: hosts see each other's. */
export interface Clock {
  time: number;
}

/** What a run knows of one host. */
export class HostState {
  readonly name: string;
  /** What `setup` found, without the ansible_ prefix. */
  facts: ValueMap = {};
  /** From set_fact and register. */
  readonly setFacts = new Map<string, Value>();
  /** From include_vars; rendered when they are asked for. */
  readonly includedVariables = new Map<string, Template>();
  /** Variables that an earlier run had set and whose values were not kept, with the reason. */
  readonly lost = new Map<string, string>();
  /** Handlers that are owed, by identity; `maybe`: a check run cannot tell whether they are. */
  readonly notified = new Map<CompiledTask, "yes" | "maybe">();
  /** In a check run: what the host would look like by now. */
  readonly forecasts = new Forecasts();
  counts: HostCounts = {
    ok: 0,
    changed: 0,
    unknown: 0,
    skipped: 0,
    failed: 0,
    unreachable: 0,
    rescued: 0,
    ignored: 0,
    milliseconds: 0,
  };

  /** It became unreachable where any_errors_fatal held, and no block has rescued the others since. */
  lostFatally = false;

  readonly #clock: Clock;
  #status: HostStatus = "active";
  #failure: object | undefined;

  constructor(name: string, clock: Clock = { time: 0 }) {
    this.name = name;
    this.#clock = clock;
  }

  get status(): HostStatus {
    return this.#status;
  }

  set status(status: HostStatus) {
    this.#status = status;
    this.#clock.time++;
  }

  /** What has failed here, if no block around rescues it. */
  get failure(): object | undefined {
    return this.#failure;
  }

  set failure(failure: object | undefined) {
    this.#failure = failure;
    this.#clock.time++;
  }

  /** Whether a handler is to run here. */
  owes(handler: CompiledTask): boolean {
    return this.#status !== "unreachable" && this.notified.has(handler);
  }

  count(field: keyof HostCounts, amount = 1): void {
    this.counts = { ...this.counts, [field]: this.counts[field] + amount };
  }

  setFact(name: string, value: Value): void {
    this.setFacts.set(name, value);
    this.lost.delete(name);
    this.#clock.time++;
  }

  loseFact(name: string, reason: string): void {
    this.lost.set(name, reason);
    this.#clock.time++;
  }

  includeVariable(name: string, template: Template): void {
    this.includedVariables.set(name, template);
    this.#clock.time++;
  }

  addFacts(facts: ValueMap): void {
    this.facts = { ...this.facts, ...facts };
    this.#clock.time++;
  }
}
