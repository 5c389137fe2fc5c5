import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { filter, listFilter, numberFilter, numberOf, textFilter } from "../define.ts";
import { getAttribute } from "../shared/attribute.ts";
import { readBytes, writeBytes } from "../shared/byte-size.ts";
import { randomFrom } from "../shared/random.ts";
import { listFilters } from "./lists.ts";

export const numberFilters = {
  int: filter("int(default?, base?)", "the value as an integer, or the default (0)", (value, args) => {
    const number = readInteger(value, args.integer("base", 10));
    return number ?? args.value("default") ?? 0;
  }),
  float: filter("float(default?)", "the value as a number, or the default (0.0)", (value, args) => {
    const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
    return isList(value) || Number.isNaN(number) ? (args.value("default") ?? 0) : number;
  }),
  abs: numberFilter("abs", "the number without its sign", (number) => Math.abs(number)),
  round: numberFilter(
    "round(precision?, method?)",
    "the number rounded; method: common, ceil or floor",
    round,
  ),
  pow: numberFilter(
    "pow(exponent)",
    "the number raised to a power",
    (number, args) => number ** numberOf(args.value("exponent") ?? null, args),
  ),
  root: numberFilter("root(base?)", "the square root, or another root", (number, args) => {
    const base = args.integer("base", 2);
    return base === 2 ? Math.sqrt(number) : number ** (1 / base);
  }),
  log: numberFilter("log(base?)", "the natural logarithm, or the one of a base", (number, args) => {
    const base = args.integer("base", 0);
    if (base === 10) return Math.log10(number);
    return base === 0 ? Math.log(number) : Math.log(number) / Math.log(base);
  }),
  sum: listFilter("sum(attribute?, start?)", "the sum of the items", (items, args) => {
    const attribute = args.text("attribute");
    const values = attribute === "" ? items : items.map((item) => getAttribute(item, attribute, "sum"));
    return values.reduce<number>((sum, value) => sum + numberOf(value, args), args.integer("start"));
  }),
  random: filter(
    "random(end?, start?, step?, seed=)",
    "an item of the list, or an integer below the number, by chance; always the same for the same seed",
    (value, args) =>
      typeof value === "number" ? randomBelow(value, args) : listFilters.random.apply(value, args.call),
  ),
  human_readable: numberFilter("human_readable(isbits?, unit?)", "bytes as 1.50 GB", (number, args) =>
    writeBytes(number, args.flag("isbits"), args.text("unit")),
  ),
  human_to_bytes: textFilter("human_to_bytes(default_unit?, isbits?)", "1.5G as bytes", (text, args) =>
    readBytes(text, args.text("default_unit"), args.flag("isbits")),
  ),
} satisfies Record<string, Filter>;

function readInteger(value: Value, base: number): number | undefined {
  if (typeof value === "number" || typeof value === "boolean") return Math.trunc(Number(value));
  if (typeof value !== "string") return undefined;
  const text = value.trim().toLowerCase();
  if (base === 10)
    return /^[+-]?\d[\d_]*(?:\.\d*)?$/.test(text) ? Math.trunc(Number(text.replaceAll("_", ""))) : undefined;
  const digits = text.replace(/^0[xob]/, "");
  const number = Number.parseInt(digits, base);
  return Number.isNaN(number) || !onlyDigits(digits, base) ? undefined : number;
}

function onlyDigits(text: string, base: number): boolean {
  return Array.from(text).every((digit) => !Number.isNaN(Number.parseInt(digit, base)));
}

/** As Python rounds: a half goes to the even neighbour. */
function round(number: number, args: Arguments): number {
  const factor = 10 ** args.integer("precision");
  const scaled = number * factor;
  const method = args.choice("method", ["common", "ceil", "floor"]);
  if (method !== "common") return Math[method](scaled) / factor;
  const down = Math.floor(scaled);
  if (scaled - down === 0.5) return (down % 2 === 0 ? down : down + 1) / factor;
  return Math.round(scaled) / factor;
}

function randomBelow(number: number, args: Arguments): number {
  const [start, step] = [args.integer("start"), args.integer("step", 1)];
  const count = Math.ceil((number - start) / step);
  if (count <= 0) args.fail(`needs a number above ${toText(start)}`);
  return start + step * Math.floor(randomFrom(args.value("seed"))() * count);
}
