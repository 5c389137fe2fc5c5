import pLimit from "p-limit";
import { applyActions } from "./actions/apply.ts";
import { askShell } from "./ask.ts";
import type { Claim } from "./claim.ts";
import type { Action, Output } from "./change.ts";
import type { AnswerOf, Query } from "./query.ts";
import type { ApplyContext, Identity, Session } from "./session.ts";
import { Hold } from "./shell/hold.ts";
import type { ProcessId } from "./shell/processes.ts";
import { ShellPool } from "./shell/shell-pool.ts";
import { startShell } from "./shell/start-shell.ts";
import type { Shell } from "./shell/shell.ts";
import type { Transport } from "./transport/transport.ts";

/** Channels for bulk content at the same time; sshd allows ten channels by default (MaxSessions). */
const bulkChannels = 3;

/** A host behind a transport. `where` of a query is not looked at: whoever holds the session has chosen the place. */
export class HostSession implements Session {
  readonly #transport: Transport;
  readonly #pool: ShellPool;
  readonly #bulk = pLimit(bulkChannels);

  readonly #hold: Hold;
  readonly #fresh = new Set<Shell>();

  /** `earlier`: shells that may be left of a session whose connection broke. */
  constructor(transport: Transport, claim?: Claim, earlier: readonly ProcessId[] = []) {
    this.#transport = transport;
    this.#hold = new Hold(claim, earlier);
    this.#pool = new ShellPool(transport, this.#hold);
  }

  get left(): readonly ProcessId[] {
    const own = [...this.#pool.shells, ...this.#fresh].map(({ id }) => id);
    return [...this.#hold.earlier, ...own].filter((id) => id !== "");
  }

  get alive(): boolean {
    return this.#transport.alive;
  }

  async ask<const Queries extends readonly Query[]>(
    queries: Queries,
    identity: Identity,
  ): Promise<{ [Index in keyof Queries]: AnswerOf<Queries[Index]> }> {
    const answers = await this.#pool.use(identity, async (shell) => askShell(await shell(), queries));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the readers' table pairs each kind with its answer
    return answers as { [Index in keyof Queries]: AnswerOf<Queries[Index]> };
  }

  async apply(actions: readonly Action[], context: ApplyContext): Promise<readonly Output[]> {
    const withFreshShell = <Result>(body: (shell: Shell) => Promise<Result>): Promise<Result> =>
      this.#bulk(async () =>
        this.#pool.rest(context.identity, async () => this.#withShell(context.identity, body)),
      );
    return this.#pool.use(context.identity, async (shell) =>
      applyActions(actions, context, { shell, withFreshShell }),
    );
  }

  async endCommands(): Promise<void> {
    await this.#pool.endCommands();
  }

  async close(): Promise<void> {
    this.#pool.close();
    await this.#transport.close();
  }

  async #withShell<Result>(identity: Identity, body: (shell: Shell) => Promise<Result>): Promise<Result> {
    const shell = await startShell(this.#transport, identity);
    this.#fresh.add(shell);
    try {
      const result = await body(shell);
      this.#fresh.delete(shell);
      return result;
    } finally {
      shell.close();
    }
  }
}
