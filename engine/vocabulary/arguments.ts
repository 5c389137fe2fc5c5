import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { toText } from "../model/text-form.ts";
import { toBoolean } from "./shared/truth.ts";
import type { Value } from "../model/value.ts";
import { isList, isMap, typeName } from "../model/value.ts";
import type { Call } from "./contract.ts";
import type { Usage } from "./usage.ts";

/** The arguments of one call by name, checked against the word's {@link Usage}. All errors are BAD_VALUE. */
export class Arguments {
  readonly call: Call;
  /** What `...name` collected. */
  readonly rest: readonly Value[];
  readonly #usage: Usage;
  readonly #values: ReadonlyMap<string, Value>;

  constructor(usage: Usage, call: Call) {
    this.call = call;
    this.#usage = usage;
    this.rest = call.args.slice(usage.positional.length);
    if (usage.rest === undefined && this.rest.length > 0) this.fail("is given too many arguments");
    this.#values = this.#nameValues(call);
    const missing = usage.required.find((name) => !this.#values.has(name));
    if (missing !== undefined) this.fail(`needs "${missing}"`);
  }

  #nameValues(call: Call): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const [index, name] of this.#usage.positional.entries()) {
      const value = call.args[index];
      if (value !== undefined) values.set(name, value);
    }
    for (const [name, value] of Object.entries(call.named)) {
      if (!this.#allows(name)) this.#failUnknownName(name);
      values.set(name, value);
    }
    return values;
  }

  #allows(name: string): boolean {
    return (
      this.#usage.anyName || this.#usage.positional.includes(name) || this.#usage.keywords.includes(name)
    );
  }

  #failUnknownName(name: string): never {
    const known = [...this.#usage.positional, ...this.#usage.keywords];
    this.fail(`has no argument "${name}"`, didYouMean(name, known));
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  value(name: string): Value | undefined {
    return this.#values.get(name);
  }

  text(name: string, fallback = ""): string {
    const value = this.#values.get(name);
    return value === undefined || value === null ? fallback : toText(value);
  }

  integer(name: string, fallback = 0): number {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return fallback;
    const number = typeof value === "string" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isInteger(number))
      this.fail(`takes an integer as "${name}", not ${describe(value)}`);
    return number;
  }

  flag(name: string, fallback = false): boolean {
    const value = this.#values.get(name);
    if (value === undefined) return fallback;
    if (typeof value === "string") return /^(?:true|yes|on|1)$/i.test(value);
    return toBoolean(value) === true;
  }

  /** One of `choices`; the first is the default. */
  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const given = this.text(name, choices[0]);
    const choice = choices.find((candidate) => candidate === given);
    return choice ?? this.fail(`takes ${choices.join(", ")} as "${name}", not "${given}"`);
  }

  list(name: string): readonly Value[] {
    const value = this.#values.get(name);
    if (value === undefined) return [];
    return isList(value) ? value : this.fail(`takes a list as "${name}", not ${describe(value)}`);
  }

  /** Throws BAD_VALUE: the word, what is wrong with it, and how it is called. */
  fail(problem: string, hint = `write it as ${this.#usage.text}`): never {
    throw new PlayError("BAD_VALUE", `${this.#usage.word} ${problem}`, { hint });
  }
}

/** A value for a message: its type, and the value itself where it is short. */
export function describe(value: Value): string {
  if (value === null) return "null";
  if (isList(value) || isMap(value)) return `a ${typeName(value)}`;
  const text = toText(value);
  return text.length > 40 ? `a ${typeName(value)}` : `${typeName(value)} ${JSON.stringify(text)}`;
}
