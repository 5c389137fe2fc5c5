import { PlayError } from "../../engine/base/play-error.ts";
import type { Scope } from "../../engine/model/scope.ts";
import { toText } from "../../engine/model/text-form.ts";
import type { Value } from "../../engine/model/value.ts";
import { isList, isMap, Unknown } from "../../engine/model/value.ts";
import type { Filter, Test, Vocabulary, VocabularyFunction } from "../../engine/model/vocabulary.ts";

function textFilter(change: (text: string) => string): Filter {
  return {
    summary: "",
    apply: (value) => {
      if (typeof value !== "string") throw new PlayError("BAD_VALUE", "not a string");
      return change(value);
    },
  };
}

const filters: Record<string, Filter> = {
  upper: textFilter((text) => text.toUpperCase()),
  lower: textFilter((text) => text.toLowerCase()),
  abs: { summary: "", apply: (value) => Math.abs(Number(value)) },
  int: { summary: "", apply: (value) => Number(value) },
  length: { summary: "", apply: (value) => (isList(value) || typeof value === "string" ? value.length : 0) },
  list: { summary: "", apply: (value) => (isList(value) ? value : Array.from(toText(value ?? null))) },
  join: {
    summary: "",
    apply: (value, { args }) => (isList(value) ? value.map(toText).join(toText(args[0] ?? "")) : ""),
  },
  default: {
    summary: "",
    takesUndefined: true,
    takesUnknown: true,
    apply: (value, { args }) =>
      value === undefined || (args[1] === true && !value) ? (args[0] ?? "") : value,
  },
  map: {
    summary: "",
    apply: (value, { args, named, filter }) => {
      const attribute = named["attribute"];
      return (isList(value) ? value : []).map((item) => {
        if (typeof attribute === "string" && isMap(item)) return item[attribute] ?? null;
        return filter(toText(args[0] ?? ""), item, [], {});
      });
    },
  },
  select: {
    summary: "",
    takesUnknown: true,
    apply: (value, { args, test }) =>
      (isList(value) ? value : []).filter((item) => test(toText(args[0] ?? ""), item, args.slice(1))),
  },
  format: { summary: "", apply: (value, { args, named }) => [value ?? null, args, named] },
};
filters["d"] = filters["default"] ?? textFilter(String);

const tests: Record<string, Test> = {
  defined: { summary: "", takesUndefined: true, takesUnknown: true, holds: (value) => value !== undefined },
  undefined: { summary: "", takesUndefined: true, takesUnknown: true, holds: (value) => value === undefined },
  none: { summary: "", holds: (value) => value === null },
  in: { summary: "", holds: (value, { args: [list] }) => isList(list) && list.includes(value ?? null) },
  divisibleby: { summary: "", holds: (value, { args }) => Number(value) % Number(args[0]) === 0 },
  odd: { summary: "", holds: (value) => Number(value) % 2 === 1 },
};

const functions: Record<string, VocabularyFunction> = {
  range: { summary: "", call: ({ args }) => Array.from({ length: Number(args[0]) }, (_, index) => index) },
  lookup: { summary: "", call: ({ args }) => args },
  echo: { summary: "", call: ({ args, named }) => [args, named] },
};

/** A few words that do just enough for tests of the language itself. */
export const tinyVocabulary: Vocabulary = { filters, tests, functions, lookups: { file: null } };

export const unknown = new Unknown("a test");

export function scopeOf(values: Readonly<Record<string, Value>>): Scope {
  return {
    get: (name) => (Object.hasOwn(values, name) ? values[name] : undefined),
    names: () => Object.keys(values),
    searchPath: [],
  };
}
