import { PlayError } from "../../engine/base/play-error.ts";
import type { Scope } from "../../engine/model/scope.ts";
import { emptyScope } from "../../engine/model/scope.ts";
import type { Value, ValueMap } from "../../engine/model/value.ts";
import type { Call } from "../../engine/vocabulary/contract.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";

export interface Given {
  readonly args?: readonly Value[];
  readonly named?: ValueMap;
  readonly scope?: Partial<Scope>;
}

function makeCall({ args = [], named = {}, scope = {} }: Given): Call {
  return {
    args,
    named,
    scope: { ...emptyScope, ...scope },
    filter: (name, value, args, named) => filter(name, value, { args, named }),
    test: (name, value, args) => test(name, value, { args }),
  };
}

function wordOf<Word>(words: Readonly<Record<string, Word>>, name: string): Word {
  const word = words[name];
  if (!word) throw new Error(`the vocabulary has no ${name}`);
  return word;
}

export function filter(name: string, value: Value | undefined, given: Given = {}): Value {
  return wordOf(vocabulary.filters, name).apply(value, makeCall(given));
}

export function test(name: string, value: Value | undefined, given: Given = {}): boolean {
  return wordOf(vocabulary.tests, name).holds(value, makeCall(given));
}

export function callFunction(name: string, given: Given = {}): Value {
  return wordOf(vocabulary.functions, name).call(makeCall(given));
}

export function find(name: string, terms: readonly Value[], given: Given = {}): readonly Value[] {
  return wordOf(vocabulary.lookups, name).find(terms, makeCall(given));
}

/** The error's code and message; fails where there is none, or where it is a defect. */
export function errorOf(body: () => unknown): { code: string; message: string; hint: string | undefined } {
  try {
    body();
  } catch (error) {
    if (error instanceof PlayError) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("no error was thrown");
}

/** Maps without a prototype become plain ones, so that they compare. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
