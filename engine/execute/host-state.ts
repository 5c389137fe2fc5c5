import type { HostCounts } from "../model/event.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { Forecasts } from "./forecasts.ts";

export type HostStatus = "active" | "failed" | "unreachable" | "ended";

/** What a run knows of one host. */
export class HostState {
  readonly name: string;
  status: HostStatus = "active";
  /** What `setup` found, without the ansible_ prefix. */
  facts: ValueMap = {};
  /** From set_fact and register. */
  readonly setFacts = new Map<string, Value>();
  readonly includedVariables = new Map<string, Value>();
  /** Handlers that are owed, by identity; `maybe`: a check run cannot tell whether they are. */
  readonly notified = new Map<object, "yes" | "maybe">();
  /** In a check run: what the host would look like by now. */
  readonly forecasts = new Forecasts();
  /** Counts up whenever a variable of this host changes. */
  version = 0;
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

  constructor(name: string) {
    this.name = name;
  }

  count(field: keyof HostCounts, amount = 1): void {
    this.counts = { ...this.counts, [field]: this.counts[field] + amount };
  }

  setFact(name: string, value: Value): void {
    this.setFacts.set(name, value);
    this.version++;
  }

  includeVariable(name: string, value: Value): void {
    this.includedVariables.set(name, value);
    this.version++;
  }

  addFacts(facts: ValueMap): void {
    this.facts = { ...this.facts, ...facts };
    this.version++;
  }
}
