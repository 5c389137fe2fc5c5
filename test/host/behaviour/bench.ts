import { randomBytes } from "node:crypto";
import { sh, type ShellText } from "../../../engine/base/shell-text.ts";
import type { Action, Output, RunAction, WriteAction } from "../../../engine/host/change.ts";
import { CommandFailure } from "../../../engine/host/command-failure.ts";
import type { Query } from "../../../engine/host/query.ts";
import type { Identity, Session } from "../../../engine/host/session.ts";

/** An open session, a folder of its own on the host, and short ways to use them. */
export class Bench {
  readonly identity: Identity;
  readonly folder = `/tmp/play-session-${randomBytes(6).toString("hex")}`;
  readonly #open: () => Promise<Session>;
  #session: Session | undefined;

  constructor(open: () => Promise<Session>, identity: Identity) {
    this.#open = open;
    this.identity = identity;
  }

  get session(): Session {
    if (!this.#session) throw new Error("the session is not open yet");
    return this.#session;
  }

  async open(): Promise<void> {
    this.#session = await this.#open();
    await this.run(sh`mkdir -m 0700 ${this.folder}`);
  }

  async close(): Promise<void> {
    await this.run(sh`rm -rf ${this.folder}`);
    await this.session.close();
  }

  async ask(...queries: readonly Query[]): Promise<readonly unknown[]> {
    return this.session.ask(queries, this.identity);
  }

  async apply(actions: readonly Action[], environment = {}): Promise<readonly Output[]> {
    return this.session.apply(actions, { identity: this.identity, environment });
  }

  async run(script: ShellText, options: Partial<RunAction> = {}, environment = {}) {
    const [output] = await this.apply([{ kind: "run", script, ...options }], environment);
    return { ...output, stdout: textOf(output?.stdout), stderr: textOf(output?.stderr) };
  }

  async write(path: string, content: string | Uint8Array, options: Partial<WriteAction> = {}) {
    const bytes = Buffer.from(content);
    return this.apply([{ kind: "write", path, content: { kind: "bytes", bytes }, ...options }]);
  }

  /** Names of the files in the folder. */
  async listing(): Promise<string> {
    return (await this.run(sh`ls -A ${this.folder}`)).stdout;
  }
}

export function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString("utf8");
}

export async function failureOf(promise: Promise<unknown>): Promise<CommandFailure> {
  const outcome = await promise.catch((error: unknown) => error);
  if (outcome instanceof CommandFailure) return outcome;
  throw new Error(`no failure, but ${String(outcome)}`);
}
