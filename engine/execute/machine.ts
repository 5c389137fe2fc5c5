import type { Action, Change, Output } from "../host/change.ts";
import { group, type Query, user } from "../host/query.ts";
import type { Identity } from "../host/session.ts";
import type { Found, Probe } from "../module/contract.ts";
import type { AttentiveSession } from "./attentive-session.ts";
import { type Forecasts, type Maker, rootMaker } from "./forecasts.ts";

/** Who a task acts as. */
export interface Acting {
  readonly identity: Identity;
  readonly environment: Readonly<Record<string, string>>;
  /** The name of the user who that is. */
  readonly user: string;
  /** When the time of the task is over, by `performance.now()`. */
  readonly deadline?: number;
}

/** A machine as one task sees it: its session, who it acts as there, and in a check run what is foreseen. */
export class Machine {
  readonly session: AttentiveSession;
  readonly identity: Identity;
  readonly forecasts: Forecasts;
  readonly #acting: Acting;

  constructor(session: AttentiveSession, acting: Acting, forecasts: Forecasts) {
    this.session = session;
    this.identity = acting.identity;
    this.forecasts = forecasts;
    this.#acting = acting;
  }

  /** Answers under the names of the questions, forecasts put over them. */
  async ask<Asked extends Probe>(probe: Asked): Promise<Found<Asked>> {
    const queries = this.questions(probe);
    const answers = queries.length === 0 ? [] : await this.session.ask(queries, this.identity);
    const foreseen = queries.map((query, index) => this.#foresee(query, answers[index]));
    const found = Object.fromEntries(Object.keys(probe).map((name, index) => [name, foreseen[index]]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the order is that of the questions, each by its own kind
    return found as Found<Asked>;
  }

  /** The questions as they are put to the host: foreseen links, which it does not have, are followed. */
  questions(probe: Probe): readonly Query[] {
    return Object.values(probe).map((query) => this.forecasts.redirect(query));
  }

  apply(actions: readonly Action[]): Promise<readonly Output[]> {
    const { identity, environment, deadline } = this.#acting;
    const limited = deadline === undefined ? actions : actions.map((action) => endingBy(deadline, action));
    return this.session.apply(limited, { identity, environment });
  }

  /** Something was changed here by other ways than `apply`. */
  forgetAnswers(): void {
    this.session.answers.drop();
  }

  /** Remembers what a check run would have changed. */
  async foresee(changes: readonly Change[]): Promise<void> {
    const forecasts = changes.flatMap((change) => change.forecasts ?? []);
    const makes = forecasts.some((forecast) => forecast.kind === "entry" && forecast.entry !== null);
    this.forecasts.record(changes, makes ? await this.#maker() : rootMaker);
  }

  /** To whom belongs what is made here, where nothing else is said. */
  async #maker(): Promise<Maker> {
    const { user: name } = this.#acting;
    if (name === "root") return rootMaker;
    const { account } = await this.ask({ account: user(name) });
    if (!account) return { owner: name };
    const { own } = await this.ask({ own: group(String(account.gid)) });
    return { owner: name, uid: account.uid, gid: account.gid, ...(own && { group: own.name }) };
  }

  #foresee(query: Query, answer: unknown): unknown {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the session answers by the question's kind
    return this.forecasts.apply(query, answer);
  }
}

/** The same with no more time than there is left. */
function endingBy(deadline: number, action: Action): Action {
  if (action.kind !== "run") return action;
  const left = Math.max(1, Math.ceil((deadline - performance.now()) / 1000));
  return { ...action, timeout: Math.min(left, action.timeout ?? left) };
}
