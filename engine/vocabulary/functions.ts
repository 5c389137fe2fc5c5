import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { emptyMap, isList, isMap } from "../model/value.ts";
import type { Arguments } from "./arguments.ts";
import type { Call, VocabularyFunction } from "./contract.ts";
import { vocabularyFunction } from "./define.ts";
import { mapOfPairs } from "./filter/maps.ts";
import { lookups } from "./lookup/lookups.ts";
import type { Lookup } from "./lookup/contract.ts";
import { formatDate } from "./shared/date-format.ts";
import { toBoolean } from "./shared/truth.ts";

const query = vocabularyFunction(
  "query(name, ...terms, **options)",
  "what a lookup finds, as a list",
  (args) => runLookup(args.text("name"), args.call),
);

export const functions = {
  lookup: vocabularyFunction(
    "lookup(name, ...terms, **options)",
    "what a lookup finds; several texts are joined with commas",
    lookUp,
  ),
  query,
  q: query,
  range: vocabularyFunction("range(start, stop?, step?)", "numbers in a row, without the last", range),
  dict: vocabularyFunction("dict(pairs?, **entries)", "a dict of names and values", (args) => {
    const pairs = args.call.args[0];
    const map = isList(pairs) ? mapOfPairs(pairs, args) : isMap(pairs) ? pairs : emptyMap();
    return Object.assign(emptyMap(), map, args.call.named);
  }),
  now: vocabularyFunction("now(utc?, fmt?)", "the time on the controller, as text", (args) =>
    formatDate(new Date(), args.text("fmt", "%Y-%m-%d %H:%M:%S.%f"), args.flag("utc")),
  ),
} satisfies Record<string, VocabularyFunction>;

/** Options of every lookup; the others are the lookup's own. */
const commonOptions = ["wantlist", "errors"];

function runLookup(name: string, call: Call): readonly Value[] {
  const table: Readonly<Record<string, Lookup>> = lookups;
  const plain = name.replace(/^ansible\.builtin\./, "");
  const found = Object.hasOwn(table, plain) ? table[plain] : undefined;
  if (!found)
    throw new PlayError("UNKNOWN_FUNCTION", `there is no lookup "${name}"`, {
      hint: didYouMean(plain, Object.keys(table)),
    });
  const named = emptyMap();
  for (const [option, value] of Object.entries(call.named))
    if (!commonOptions.includes(option)) named[option] = value;
  return found.find(call.args.slice(1), { ...call, named });
}

function lookUp(args: Arguments): Value {
  const found = findOrIgnore(args);
  if (toBoolean(args.call.named["wantlist"] ?? false) === true) return found;
  const [first = "", ...others] = found;
  if (others.length === 0) return first;
  return found.every((value) => typeof value === "string") ? found.map(toText).join(",") : found;
}

function findOrIgnore(args: Arguments): readonly Value[] {
  try {
    return runLookup(args.text("name"), args.call);
  } catch (error) {
    const ignored = ["ignore", "warn"].includes(toText(args.call.named["errors"] ?? "strict"));
    if (error instanceof PlayError && error.code !== "UNKNOWN_FUNCTION" && ignored) return [];
    throw error;
  }
}

const mostNumbers = 1_000_000;

function range(args: Arguments): Value {
  const [start, stop] = args.has("stop")
    ? [args.integer("start"), args.integer("stop")]
    : [0, args.integer("start")];
  const step = args.integer("step", 1);
  if (step === 0) args.fail("takes a step other than 0");
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > mostNumbers) args.fail(`would make ${length} numbers`);
  return Array.from({ length }, (_, index) => start + index * step);
}
