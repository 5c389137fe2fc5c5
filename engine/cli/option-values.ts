import { InvalidArgumentError } from "commander";

/** Readers of option values, as commander wants them: the text and what was read before. */

export function repeated(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `a,b` and several options alike. */
export function commaSeparated(text: string, before: readonly string[] = []): readonly string[] {
  const words = text.split(",").map((word) => word.trim());
  return [...before, ...words.filter((word) => word !== "")];
}

export function counted(_flag: string, before: number): number {
  return before + 1;
}

export function positiveInteger(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError("It must be a whole number from 1.");
}

export function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 0.");
}
