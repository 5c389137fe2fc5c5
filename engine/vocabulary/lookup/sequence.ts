import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { emptyMap } from "../../model/value.ts";
import { formatPercent } from "../shared/percent-format.ts";
import { readWords } from "../shared/words.ts";
import type { Lookup } from "./contract.ts";

export const sequenceLookups = {
  sequence: {
    summary: "numbers as text: start=1 end=10 stride=2 format=node%02d, or count=4",
    find: (terms, call) => {
      const given = terms.length === 0 ? [""] : terms.map(toText);
      return given.flatMap((term) => makeSequence(readSequence(term, call.named)));
    },
  },
} satisfies Record<string, Lookup>;

const mostNumbers = 1_000_000;

interface Sequence {
  readonly start: number;
  readonly end: number;
  readonly stride: number;
  readonly format: string;
}

function readSequence(term: string, named: ValueMap): Sequence {
  const options = { ...named, ...(readShortForm(term) ?? readWords(term).options) };
  const unknown = Object.keys(options).find(
    (name) => !["start", "end", "count", "stride", "format"].includes(name),
  );
  if (unknown !== undefined)
    throw new PlayError("BAD_VALUE", `the lookup sequence has no option "${unknown}"`, { hint });
  const start = numberOr(options, "start", 1);
  const count = options["count"] === undefined ? undefined : numberOr(options, "count", 0);
  const stride = numberOr(options, "stride", 1);
  const end = count === undefined ? numberOr(options, "end", Number.NaN) : start + (count - 1) * stride;
  if (Number.isNaN(end))
    throw new PlayError("BAD_VALUE", "the lookup sequence needs an end or a count", { hint });
  return { start, end, stride, format: toText(options["format"] ?? "%d") };
}

const hint = "write it as: start=1 end=10 stride=2 format=node%02d, or count=4";

/** `[start-]end[/stride][:format]` */
function readShortForm(term: string): ValueMap | undefined {
  const match = /^(?:(\w+)-)?(\w+)(?:\/(-?\w+))?(?::(.+))?$/.exec(term.trim());
  if (!match) return undefined;
  const [, start = "1", end = "", stride = "1", format = "%d"] = match;
  return Object.assign(emptyMap(), { start, end, stride, format });
}

function numberOr(options: ValueMap, name: string, fallback: number): number {
  const value = options[name];
  if (value === undefined) return fallback;
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  throw new PlayError(
    "BAD_VALUE",
    `the lookup sequence takes an integer as "${name}", not "${toText(value)}"`,
    { hint },
  );
}

function makeSequence({ start, end, stride, format }: Sequence): Value[] {
  const length = stride === 0 ? 0 : Math.floor((end - start) / stride) + 1;
  if (length > mostNumbers)
    throw new PlayError("BAD_VALUE", `the lookup sequence would make ${length} numbers`);
  const numbers = Array.from({ length: Math.max(0, length) }, (_, index) => start + index * stride);
  return numbers.map((number) => formatPercent(format, [number], emptyMap()));
}
