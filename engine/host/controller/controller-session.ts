import type { Action, FetchAction, Output, RunAction, WriteAction } from "../change.ts";
import { CommandFailure } from "../command-failure.ts";
import { PlayError } from "../../base/play-error.ts";
import { hintFor } from "../failure-hints.ts";
import { HostSession } from "../host-session.ts";
import type { AnswerOf, Query } from "../query.ts";
import type { ApplyContext, Identity, Session } from "../session.ts";
import { openLocal } from "../transport/local.ts";
import { type Owners, readEntry, readOwners } from "./entry.ts";
import { reasonOf } from "./file-error.ts";
import { readContent } from "./read.ts";
import { sweepTemporaries } from "./temporaries.ts";
import { readTree } from "./tree.ts";
import { writeHere } from "./write.ts";

/** The machine that play runs on, as a session: files without a shell, anything else through a local one. */
export function openController(): Session {
  sweepTemporaries();
  return new ControllerSession();
}

class ControllerSession implements Session {
  readonly alive = true;
  readonly left = [];
  readonly #local = new HostSession(openLocal());

  async ask<const Queries extends readonly Query[]>(
    queries: Queries,
    identity: Identity,
  ): Promise<{ [Index in keyof Queries]: AnswerOf<Queries[Index]> }> {
    const owners = await readOwners();
    const answers: unknown[] = [];
    for (const query of queries) answers.push(await this.#answer(query, identity, owners));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each kind's reader gives that kind's answer
    return answers as { [Index in keyof Queries]: AnswerOf<Queries[Index]> };
  }

  async apply(actions: readonly Action[], context: ApplyContext): Promise<readonly Output[]> {
    const done: Output[] = [];
    for (const action of actions) {
      try {
        done.push(
          action.kind === "write" ? await this.#write(action, context) : await this.#run(action, context),
        );
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        const { output, hint, cause } = error;
        throw new CommandFailure(error.code, error.message, { output, hint, cause }, done);
      }
    }
    return done;
  }

  async endCommands(): Promise<void> {
    await this.#local.endCommands();
  }

  async close(): Promise<void> {
    await this.#local.close();
  }

  async #answer(query: Query, identity: Identity, owners: Owners): Promise<unknown> {
    switch (query.kind) {
      case "stat":
        return readEntry(query.subject, owners);
      case "tree":
        return readTree(query.subject, owners);
      case "read":
        return readContent(query.subject);
      default: {
        const [answer] = await this.#local.ask([query], identity);
        return answer;
      }
    }
  }

  async #run(action: RunAction | FetchAction, context: ApplyContext): Promise<Output> {
    const [output] = await this.#local.apply([action], context);
    if (!output) throw new PlayError("COMMAND_FAILED", "the command gave no output");
    return output;
  }

  async #write(action: WriteAction, context: ApplyContext): Promise<Output> {
    const started = Date.now();
    const output = (rc: number, stdout: string, stderr: string): Output => {
      return { rc, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr), started, ended: Date.now() };
    };
    try {
      const backup = await writeHere(action, async (command) => {
        const { rc, stderr } = await this.#run(command, context);
        return { rc, said: Buffer.from(stderr).toString("utf8").trim() };
      });
      return output(0, backup, "");
    } catch (error) {
      if (error instanceof PlayError && !["WRITE_FAILED", "VALIDATION"].includes(error.code)) throw error;
      const message =
        error instanceof PlayError
          ? error.message
          : `${action.path} could not be written: ${reasonOf(error)}`;
      const code = error instanceof PlayError ? error.code : "WRITE_FAILED";
      const hint = error instanceof PlayError ? error.hint : hintFor({ rc: 1, said: message });
      throw new CommandFailure(code, message, { output: output(1, "", message), hint, cause: error });
    }
  }
}
