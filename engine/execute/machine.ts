import type { Action, Change, Output } from "../host/change.ts";
import type { AnswerOf, Query } from "../host/query.ts";
import type { Identity, Session } from "../host/session.ts";
import type { Found, Probe } from "../module/contract.ts";
import type { Forecasts } from "./forecasts.ts";

/** A machine as one task sees it: its session, who it acts as there, and in a check run what is foreseen. */
export class Machine {
  readonly forecasts: Forecasts;
  readonly #session: Session;
  readonly #identity: Identity;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #asRoot: boolean;

  constructor(session: Session, acting: Acting, forecasts: Forecasts) {
    this.#session = session;
    this.#identity = acting.identity;
    this.#environment = acting.environment;
    this.#asRoot = acting.asRoot;
    this.forecasts = forecasts;
  }

  /** Answers under the names of the questions, forecasts put over them. */
  async ask<Asked extends Probe>(probe: Asked): Promise<Found<Asked>> {
    const names = Object.keys(probe);
    const queries: readonly Query[] = Object.values(probe);
    const answers = queries.length === 0 ? [] : await this.#session.ask(queries, this.#identity);
    const foreseen = queries.map((query, index) => this.#foresee(query, answers[index]));
    const found = Object.fromEntries(names.map((name, index) => [name, foreseen[index]]));
    // the session answers in the order of the questions, each by its own kind
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return found as Found<Asked>;
  }

  apply(actions: readonly Action[]): Promise<readonly Output[]> {
    return this.#session.apply(actions, { identity: this.#identity, environment: this.#environment });
  }

  /** Remembers what a check run would have changed. */
  foresee(changes: readonly Change[]): void {
    this.forecasts.record(changes, this.#asRoot);
  }

  #foresee(query: Query, answer: unknown): unknown {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return this.forecasts.apply(query, answer as AnswerOf<Query>);
  }
}

/** Who a task acts as. */
export interface Acting {
  readonly identity: Identity;
  readonly environment: Readonly<Record<string, string>>;
  /** What is made belongs to root. */
  readonly asRoot: boolean;
}
