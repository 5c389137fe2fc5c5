import { PlayError } from "../base/play-error.ts";
import type { Query } from "../host/query.ts";
import type { Identity } from "../host/session.ts";
import type { Answers, Moment } from "./answers.ts";
import type { AttentiveSession } from "./attentive-session.ts";
import { NotForeseeable } from "./foreseen-answers.ts";
import { groupBy } from "./group-by.ts";
import type { Machine } from "./machine.ts";
import { type Prepared, prepareTry } from "./prepare-try.ts";
import { split } from "./stage.ts";
import type { Try } from "./try.ts";

/** Tries whose questions go into one round trip. */
const widest = 256;

/**
 * Asks the questions of many tries together, before the turn of the first. Once one of them has changed something the
 * others are asked anew, ever more together again, so that a loop that changes everything does not ask too much.
 */
export class LookAhead {
  readonly #tries: readonly Try[];
  readonly #asked = new Map<Answers, Moment>();
  #width = widest;
  /** All before this index have been asked. */
  #end = 0;

  constructor(tries: readonly Try[]) {
    this.#tries = tries;
  }

  /** To be called before each try. */
  async before(index: number): Promise<void> {
    const isOutdated = [...this.#asked].some(([answers, moment]) => answers.moment !== moment);
    if (!isOutdated && index < this.#end) return;
    this.#width = isOutdated ? 1 : Math.min(widest, this.#width * 2);
    this.#end = index + this.#width;
    // one alone asks for itself
    const tries = this.#width > 1 ? this.#tries.slice(index, this.#end) : [];
    const sessions = tries.length > 1 ? await askTogether(tries) : [];
    for (const answers of [...this.#asked.keys(), ...sessions.map((session) => session.answers)])
      this.#asked.set(answers, answers.moment);
  }

  /** What was asked is not for whoever comes later. */
  end(): void {
    for (const answers of this.#asked.keys()) answers.drop();
  }
}

type Ready = Extract<Prepared, { kind: "module" }>;

/** First what the controller is asked, since that decides about what the hosts are. Answers who was asked. */
async function askTogether(tries: readonly Try[]): Promise<readonly AttentiveSession[]> {
  const ready = await readyTries(tries);
  const local = ready.map(({ module, want, stage }) => ask(stage.controller, module.local?.(want) ?? {}));
  const controllers = await askEach(local);
  const probes = await whilePossible(ready, async ({ module, want, stage }) => {
    const found = module.local ? await stage.controller.ask(module.local(want)) : {};
    const { here, there } = split(module.probe(want, found));
    return [ask(stage.machine, there), ask(stage.controller, here)];
  });
  return [...controllers, ...(await askEach(probes.flat()))];
}

async function readyTries(tries: readonly Try[]): Promise<readonly Ready[]> {
  const prepared = await whilePossible(tries, prepareTry);
  return prepared.filter((one) => one.kind === "module");
}

/** Up to the first that cannot be told yet; its own turn tells what is wrong with it. */
async function whilePossible<From, To>(
  all: readonly From[],
  body: (one: From) => Promise<To>,
): Promise<readonly To[]> {
  const done: To[] = [];
  try {
    for (const one of all) done.push(await body(one));
  } catch (error) {
    if (!(error instanceof PlayError) && !(error instanceof NotForeseeable)) throw error;
  }
  return done;
}

interface Asking {
  readonly session: AttentiveSession;
  readonly identity: Identity;
  readonly queries: readonly Query[];
}

function ask(machine: Machine, probe: Parameters<Machine["questions"]>[0]): Asking {
  return { session: machine.session, identity: machine.identity, queries: machine.questions(probe) };
}

/** One request for each session and identity. */
async function askEach(askings: readonly Asking[]): Promise<readonly AttentiveSession[]> {
  const together = groupBy(askings, ({ session }) => session);
  for (const [session, ofSession] of together) {
    const byUser = groupBy(ofSession, ({ identity }) => JSON.stringify(identity));
    for (const ofUser of byUser.values()) {
      const [first] = ofUser;
      if (first)
        await session.askAhead(
          ofUser.flatMap(({ queries }) => queries),
          first.identity,
        );
    }
  }
  return [...together.keys()];
}
