import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import type { EvaluatedArguments } from "../evaluate-arguments.ts";

const field = /\{\{|\}\}|\{(\w*)(?::([^{}]*))?\}/g;

/** Python's `str.format` with `{}`, `{0}`, `{name}` and the common format specifications (`>10`, `02d`, `.2f`, `x`). */
export function formatBraces(text: string, call: EvaluatedArguments): string {
  let next = 0;
  return text.replaceAll(
    field,
    (whole: string, name: string | undefined, specification: string | undefined) => {
      if (name === undefined) return whole.charAt(0);
      const value = name === "" ? call.args[next++] : lookUp(name, call);
      if (value === undefined) throw new PlayError("BAD_VALUE", `format has no value for ${whole}`);
      return applySpecification(value, specification ?? "");
    },
  );
}

function lookUp(name: string, { args, named }: EvaluatedArguments): Value | undefined {
  if (/^\d+$/.test(name)) return args[Number(name)];
  return Object.hasOwn(named, name) ? named[name] : undefined;
}

const specificationForm = /^(?:(.)?([<>^]))?(0)?(\d+)?(?:\.(\d+))?([sdfxXob])?$/s;

function applySpecification(value: Value, specification: string): string {
  const match = specificationForm.exec(specification);
  if (!match) throw new PlayError("BAD_VALUE", `the format ":${specification}" is not supported`);
  const [, fill, align, zero, width, precision, type] = match;
  const text = convert(value, type ?? "", precision === undefined ? undefined : Number(precision));
  const side = align ?? (typeof value === "number" ? ">" : "<");
  return pad(text, Number(width ?? 0), { fill: fill ?? zero ?? " ", side });
}

function convert(value: Value, type: string, precision: number | undefined): string {
  if (typeof value !== "number") return toText(value).slice(0, precision);
  if (type === "x" || type === "X")
    return type === "x" ? value.toString(16) : value.toString(16).toUpperCase();
  if (type === "o" || type === "b") return value.toString(type === "o" ? 8 : 2);
  if (type === "f" || precision !== undefined) return value.toFixed(precision ?? 6);
  return toText(value);
}

function pad(text: string, width: number, { fill, side }: { fill: string; side: string }): string {
  if (side === ">") return text.padStart(width, fill);
  if (side === "<") return text.padEnd(width, fill);
  return text.padStart(Math.floor((width + text.length) / 2), fill).padEnd(width, fill);
}
