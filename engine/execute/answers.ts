import { type Query, queryKey } from "../host/query.ts";
import type { Identity } from "../host/session.ts";

/** A moment in the life of {@link Answers}: between two equal ones nothing was dropped. */
export type Moment = number;

/**
 * Answers that were asked ahead of their task, for one machine: the one place where they are kept. Whoever changes
 * something there, or waits, drops them all.
 */
export class Answers {
  readonly #known = new Map<string, unknown>();
  #moment: Moment = 0;

  get moment(): Moment {
    return this.#moment;
  }

  has(query: Query, identity: Identity): boolean {
    return this.#known.has(keyOf(query, identity));
  }

  get(query: Query, identity: Identity): unknown {
    return this.#known.get(keyOf(query, identity));
  }

  /** `asked`: when the question was put; an answer that came too late for that is not kept. */
  keep(query: Query, identity: Identity, answer: { readonly value: unknown; readonly asked: Moment }): void {
    if (answer.asked === this.#moment) this.#known.set(keyOf(query, identity), answer.value);
  }

  drop(): void {
    this.#moment++;
    this.#known.clear();
  }
}

function keyOf(query: Query, identity: Identity): string {
  return `${identity.kind === "become" ? identity.user : ""} ${queryKey(query)}`;
}
