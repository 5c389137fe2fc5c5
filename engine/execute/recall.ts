import { fingerprint } from "../base/fingerprint.ts";
import type { Source } from "../base/source.ts";
import type { HostResumption, KeptItem, Resumption, StepEnd } from "../model/step-end.ts";
import type { Value } from "../model/value.ts";
import { handlerKey } from "./handler-key.ts";
import type { HostState } from "./host-state.ts";

interface Where {
  readonly host: HostState;
  readonly place: string;
}

/** What an earlier run has finished; each host takes it up until it comes to a step that is not among it. */
export class Recall {
  readonly #hosts: Map<string, HostResumption>;
  readonly #arrived = new Set<HostState>();

  constructor(resumption: Resumption = new Map()) {
    this.#hosts = new Map(resumption);
  }

  /** The step's end, if the host has finished it. One whose text has changed is played, and so is all that follows. */
  endOf({ host, place }: Where, step: { readonly source: Source }): StepEnd | undefined {
    const end = this.#hosts.get(host.name)?.ends.get(place);
    if (!end || end.print === stepPrint(step)) return end;
    this.#hosts.delete(host.name);
    return undefined;
  }

  /** What came of an item of a loop that the host did not finish. */
  itemOf({ host, place }: Where, index: number, item: Value): KeptItem | undefined {
    const kept = this.#hosts.get(host.name)?.items.get(place)?.get(index);
    return kept && (kept.print === "" || kept.print === itemPrint(item)) ? kept : undefined;
  }

  /** The host plays for itself from here on: handlers that have run since it failed are not owed. */
  arrive(host: HostState): void {
    if (this.#arrived.has(host)) return;
    this.#arrived.add(host);
    const handled = new Set(this.#hosts.get(host.name)?.handled);
    for (const handler of host.notified.keys())
      if (handled.has(handlerKey(handler))) host.notified.delete(handler);
  }
}

/** Of a step's text as it is written. */
export function stepPrint({ source }: { readonly source: Source }): string {
  return fingerprint(source.file.text.slice(source.start, source.end));
}

export function itemPrint(item: Value): string {
  return fingerprint(JSON.stringify(item));
}
