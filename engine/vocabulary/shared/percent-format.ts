import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value, ValueMap } from "../../model/value.ts";

const directive =
  /%(?:\((?<name>\w+)\))?(?<flags>[-+ 0#]*)(?<width>\d+)?(?:\.(?<precision>\d+))?(?<conversion>[a-zA-Z%])/g;

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly conversion: string;
}

/** Python's `%` formatting (docs.python.org, "printf-style String Formatting"); BAD_VALUE where values do not fit. */
export function formatPercent(text: string, values: readonly Value[], names: ValueMap): string {
  const left = [...values];
  let filled = "";
  let end = 0;
  for (const match of text.matchAll(directive)) {
    filled += text.slice(end, match.index);
    end = match.index + match[0].length;
    const name = match.groups?.["name"];
    const value = name === undefined ? nextValue(left, match[0]) : names[name];
    if (value === undefined) throw new PlayError("BAD_VALUE", `format has no value for ${match[0]}`);
    filled += match[0] === "%%" ? "%" : fillIn(value, match.groups);
  }
  if (left.length > 0)
    throw new PlayError(
      "BAD_VALUE",
      `format is given ${values.length} values, ${left.length} more than it uses`,
    );
  return filled + text.slice(end);
}

function nextValue(left: Value[], found: string): Value | undefined {
  return found === "%%" ? "%" : left.shift();
}

function fillIn(value: Value, groups: RegExpMatchArray["groups"]): string {
  const { flags = "", width = "0", precision, conversion = "s" } = groups ?? {};
  const digits = precision === undefined ? undefined : Number(precision);
  const wanted = { flags, width: Number(width), precision: digits, conversion };
  return pad(convert(value, wanted), wanted);
}

function convert(value: Value, { flags, precision, conversion }: Directive): string {
  if (conversion === "s" || conversion === "r") return toText(value).slice(0, precision);
  const number = Number(value);
  if (Number.isNaN(number) || typeof value === "string")
    throw new PlayError("BAD_VALUE", `format needs a number for %${conversion}, not "${toText(value)}"`, {
      hint: "convert it with the filter int or float",
    });
  const digits = numberDigits(Math.abs(number), conversion, precision);
  if (number < 0) return `-${digits}`;
  return flags.includes("+") ? `+${digits}` : digits;
}

function numberDigits(number: number, conversion: string, precision = 6): string {
  const forms: Readonly<Record<string, () => string>> = {
    d: () => String(Math.trunc(number)),
    i: () => String(Math.trunc(number)),
    x: () => Math.trunc(number).toString(16),
    X: () => Math.trunc(number).toString(16).toUpperCase(),
    o: () => Math.trunc(number).toString(8),
    f: () => number.toFixed(precision),
    F: () => number.toFixed(precision),
    e: () => number.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2"),
    g: () => String(Number(number.toPrecision(precision || 1))),
  };
  const form = forms[conversion];
  if (!form) throw new PlayError("BAD_VALUE", `format knows no %${conversion}`);
  return form();
}

function pad(text: string, { flags, width }: Directive): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const [, sign = "", digits = text] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  return sign + digits.padStart(width - sign.length, "0");
}
