import pLimit, { type LimitFunction } from "p-limit";
import type { Identity } from "../session.ts";
import type { Transport } from "../transport/transport.ts";
import type { Shell } from "./shell.ts";
import { startShell } from "./start-shell.ts";

interface Slot {
  readonly queue: LimitFunction;
  /** Process ids of shells that were put away, to be ended. */
  readonly spent: number[];
  shell?: Shell;
}

/** One shell per identity, opened when it is first needed, used by one at a time. */
export class ShellPool {
  readonly #transport: Transport;
  readonly #slots = new Map<string, Slot>();

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Waits for its turn. The identity's shell may be another one the next time. */
  async use<Result>(
    identity: Identity,
    body: (shell: () => Promise<Shell>) => Promise<Result>,
  ): Promise<Result> {
    const slot = this.#slotOf(identity);
    return slot.queue(async () => body(async () => this.#shellOf(slot, identity)));
  }

  close(): void {
    for (const { shell } of this.#slots.values()) shell?.close();
    this.#slots.clear();
  }

  async #shellOf(slot: Slot, identity: Identity): Promise<Shell> {
    if (slot.shell?.spent) {
      slot.spent.push(slot.shell.pid);
      delete slot.shell;
    }
    slot.shell ??= await startShell(this.#transport, identity, slot.spent.splice(0));
    return slot.shell;
  }

  #slotOf(identity: Identity): Slot {
    const key = keyOf(identity);
    const slot = this.#slots.get(key) ?? { queue: pLimit(1), spent: [] };
    this.#slots.set(key, slot);
    return slot;
  }
}

function keyOf(identity: Identity): string {
  if (identity.kind === "login") return "login";
  const { method, user, exe = "", flags = "" } = identity;
  return JSON.stringify([method, user, exe, flags]);
}
