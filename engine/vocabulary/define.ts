import { toText } from "../model/text-form.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { isList, isMap, Unknown } from "../model/value.ts";
import { Arguments, describe } from "./arguments.ts";
import type { Call, Filter, Test, VocabularyFunction } from "./contract.ts";
import { parseUsage } from "./usage.ts";

type Body<Input> = (value: Input, args: Arguments) => Value;

/** A filter of any value. `usage` is one line as in {@link parseUsage}; the call's arguments are checked against it. */
export function filter(
  usage: string,
  summary: string,
  body: Body<Value>,
): Filter & { readonly usage: string } {
  const parsed = parseUsage(usage);
  return {
    usage,
    summary,
    apply: (value, call) => {
      const args = new Arguments(parsed, call);
      return value === undefined ? args.fail("is given nothing to work on") : body(value, args);
    },
  };
}

/** A filter of text; other values are taken as their text. */
export function textFilter(usage: string, summary: string, body: Body<string>): Filter {
  return filter(usage, summary, (value, args) => body(toText(value), args));
}

/** A filter of a list; a mapping is taken as its keys, text as its characters. */
export function listFilter(usage: string, summary: string, body: Body<readonly Value[]>): Filter {
  return filter(usage, summary, (value, args) => body(itemsOf(value, args), args));
}

export function mapFilter(usage: string, summary: string, body: Body<ValueMap>): Filter {
  return filter(usage, summary, (value, args) =>
    isMap(value) ? body(value, args) : args.fail(`works on a dict, not on ${describe(value)}`),
  );
}

/** A filter of a number; text that holds one is taken as the number. */
export function numberFilter(usage: string, summary: string, body: Body<number>): Filter {
  return filter(usage, summary, (value, args) => body(numberOf(value, args), args));
}

/**
 * A filter that looks at no more than the shape of its value, so that Unknown further inside does not make its answer
 * unknown; only where the value or an argument is Unknown as a whole it still is.
 */
export function shallow(inner: Filter): Filter {
  return {
    ...inner,
    takesUnknown: true,
    apply: (value, call) => {
      const given = [value, ...call.args, ...Object.values(call.named)];
      return given.find((one) => one instanceof Unknown) ?? inner.apply(value, call);
    },
  };
}

export function test(
  usage: string,
  summary: string,
  body: (value: Value, args: Arguments) => boolean,
): Test & { readonly usage: string } {
  const parsed = parseUsage(usage);
  return {
    usage,
    summary,
    holds: (value, call) => {
      const args = new Arguments(parsed, call);
      return value === undefined ? args.fail("is given nothing to test") : body(value, args);
    },
  };
}

/** A test that looks at no more than the shape of its value, as {@link shallow}. */
export function shallowTest(inner: Test): Test {
  return {
    ...inner,
    takesUnknown: true,
    holds: (value, call) => {
      const unknown = [value, ...call.args].find((one) => one instanceof Unknown);
      return unknown ? decide(unknown, call) : inner.holds(value, call);
    },
  };
}

/** Whether a value counts as true. Where it is Unknown the answer of the whole test is Unknown: the evaluator sees to it. */
export function decide(value: Value, call: Call): boolean {
  return call.test("truthy", value, []);
}

export function vocabularyFunction(
  usage: string,
  summary: string,
  body: (args: Arguments) => Value,
): VocabularyFunction & { readonly usage: string } {
  const parsed = parseUsage(usage);
  return { usage, summary, call: (call) => body(new Arguments(parsed, call)) };
}

/** What a loop over the value goes through, as in Python. */
export function itemsOf(value: Value, args: Arguments): readonly Value[] {
  if (isList(value)) return value;
  if (isMap(value)) return Object.keys(value);
  if (typeof value === "string") return Array.from(value);
  return args.fail(`works on a list, not on ${describe(value)}`);
}

export function numberOf(value: Value, args: Arguments): number {
  if (typeof value === "boolean") return Number(value);
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && !Number.isNaN(number)) return number;
  return args.fail(`works on a number, not on ${describe(value)}`);
}
