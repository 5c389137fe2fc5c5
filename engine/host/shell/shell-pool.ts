import pLimit, { type LimitFunction } from "p-limit";
import type { Identity } from "../session.ts";
import type { Transport } from "../transport/transport.ts";
import { endBelow } from "./end-commands.ts";
import { endOfStep, makeFrame } from "./frame.ts";
import type { Hold } from "./hold.ts";
import type { ProcessId } from "./processes.ts";
import type { Shell } from "./shell.ts";
import { startShell } from "./start-shell.ts";

interface Slot {
  readonly identity: Identity;
  readonly queue: LimitFunction;
  /** Shells that were put away, to be ended; one that /proc does not tell apart is left. */
  readonly spent: ProcessId[];
  shell?: Shell;
  /** Whoever holds the slot is busy elsewhere; its shell may be closed. */
  resting: boolean;
}

/** One shell per identity, opened when it is first needed, used by one at a time. */
export class ShellPool {
  readonly #transport: Transport;
  readonly #hold: Hold;
  readonly #slots = new Map<string, Slot>();

  constructor(transport: Transport, hold: Hold) {
    this.#transport = transport;
    this.#hold = hold;
    transport.crowding?.onCrowded(() => this.#closeIdle());
  }

  /** Those that have been opened. */
  get shells(): readonly Shell[] {
    return [...this.#slots.values()].flatMap(({ shell }) => shell ?? []);
  }

  /** Waits for its turn. The identity's shell may be another one the next time. */
  async use<Result>(
    identity: Identity,
    body: (shell: () => Promise<Shell>) => Promise<Result>,
  ): Promise<Result> {
    const slot = this.#slotOf(identity);
    return slot.queue(async () => {
      try {
        return await body(async () => this.#shellOf(slot, identity));
      } finally {
        if (this.#transport.crowding?.crowded === true) closeShell(slot);
      }
    });
  }

  /** `body` needs a channel beside the identity's shell, and not that shell. Only within `use`. */
  async rest<Result>(identity: Identity, body: () => Promise<Result>): Promise<Result> {
    const slot = this.#slotOf(identity);
    slot.resting = true;
    try {
      return await body();
    } finally {
      slot.resting = false;
    }
  }

  /** Through a second shell of the same identity, since the first one waits for its command. */
  async endCommands(): Promise<void> {
    const busy = [...this.#slots.values()].filter(({ queue }) => queue.activeCount > 0);
    await Promise.allSettled(
      busy.map(async ({ identity, shell }) => {
        if (!shell || shell.spent) return;
        const other = await startShell(this.#transport, identity);
        const frame = makeFrame((mark) => [endBelow(shell.pid), endOfStep(mark)]);
        await other.request(frame).finally(() => other.close());
      }),
    );
  }

  close(): void {
    for (const { shell } of this.#slots.values()) shell?.close();
    this.#slots.clear();
  }

  #closeIdle(): void {
    for (const slot of this.#slots.values()) {
      if (slot.resting || (slot.queue.activeCount === 0 && slot.queue.pendingCount === 0)) closeShell(slot);
    }
  }

  async #shellOf(slot: Slot, identity: Identity): Promise<Shell> {
    if (slot.shell?.spent) closeShell(slot);
    slot.shell ??= await this.#hold.start(async (taking) =>
      startShell(this.#transport, identity, { spent: slot.spent.splice(0), taking }),
    );
    return slot.shell;
  }

  #slotOf(identity: Identity): Slot {
    const key = keyOf(identity);
    const slot = this.#slots.get(key) ?? { identity, queue: pLimit(1), spent: [], resting: false };
    this.#slots.set(key, slot);
    return slot;
  }
}

function keyOf(identity: Identity): string {
  if (identity.kind === "login") return "login";
  const { method, user, exe = "", flags = "" } = identity;
  return JSON.stringify([method, user, exe, flags]);
}

/** The next one who needs a shell starts one. */
function closeShell(slot: Slot): void {
  if (slot.shell?.spent && slot.shell.id !== "") slot.spent.push(slot.shell.id);
  slot.shell?.close();
  delete slot.shell;
}
