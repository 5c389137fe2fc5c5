import type { Action, Output } from "../host/change.ts";
import type { AnswerOf, Query } from "../host/query.ts";
import type { ApplyContext, Identity, Session } from "../host/session.ts";
import { PlayError } from "../base/play-error.ts";
import type { Answers } from "./answers.ts";

/** A session that can be asked ahead: what is known already is not asked again, and any action makes it forget. */
export class AttentiveSession implements Session {
  readonly answers: Answers;
  readonly #session: Session;

  constructor(session: Session, answers: Answers) {
    this.#session = session;
    this.answers = answers;
  }

  get alive(): boolean {
    return this.#session.alive;
  }

  get left(): Session["left"] {
    return this.#session.left;
  }

  async ask<const Queries extends readonly Query[]>(
    queries: Queries,
    identity: Identity,
  ): Promise<{ [Index in keyof Queries]: AnswerOf<Queries[Index]> }> {
    const missing = queries.filter((query) => !this.answers.has(query, identity));
    const known = queries.map((query) => this.answers.get(query, identity));
    const asked = missing.length === 0 ? [] : await this.#session.ask(missing, identity);
    const fresh = new Map<Query, unknown>(missing.map((query, index) => [query, asked[index]]));
    const all = queries.map((query, index) => (fresh.has(query) ? fresh.get(query) : known[index]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each place holds the answer to its own question
    return all as { [Index in keyof Queries]: AnswerOf<Queries[Index]> };
  }

  /** Asks together what tasks will ask soon. An error is left to the task whose question it was. */
  async askAhead(queries: readonly Query[], identity: Identity): Promise<void> {
    const missing = queries.filter((query) => !this.answers.has(query, identity));
    if (missing.length === 0) return;
    const asked = this.answers.moment;
    try {
      const values = await this.#session.ask(missing, identity);
      for (const [index, query] of missing.entries())
        this.answers.keep(query, identity, { value: values[index], asked });
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
    }
  }

  /** What is asked while the actions are under way may already be outdated when they end. */
  async apply(actions: readonly Action[], context: ApplyContext): Promise<readonly Output[]> {
    this.answers.drop();
    try {
      return await this.#session.apply(actions, context);
    } finally {
      this.answers.drop();
    }
  }

  endCommands(): Promise<void> {
    return this.#session.endCommands();
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
