import { PlayError } from "../../base/play-error.ts";
import type { Value } from "../../model/value.ts";
import { isList, typeName } from "../../model/value.ts";
import type { EvaluatedArguments } from "../evaluate-arguments.ts";
import { formatBraces } from "./format-braces.ts";
import type { Methods } from "./method.ts";
import { argument, countArgument, requiredArgument, textArgument } from "./method.ts";
import { split, splitFromRight, splitLines } from "./split-text.ts";

/** Python's methods of strings (docs.python.org, "String Methods"). */
export const textMethods: Methods<string> = {
  split: (text, call) => split(text, separatorOf(call), countArgument(call, 1, "maxsplit")),
  rsplit: (text, call) => splitFromRight(text, separatorOf(call), countArgument(call, 1, "maxsplit")),
  splitlines: (text) => splitLines(text),
  strip: (text, call) => stripStart(stripEnd(text, charactersOf(call)), charactersOf(call)),
  lstrip: (text, call) => stripStart(text, charactersOf(call)),
  rstrip: (text, call) => stripEnd(text, charactersOf(call)),
  find: (text, call) => text.indexOf(textArgument(call, 0)),
  rfind: (text, call) => text.lastIndexOf(textArgument(call, 0)),
  index: (text, call) => {
    const index = text.indexOf(textArgument(call, 0));
    if (index === -1) throw new PlayError("BAD_VALUE", `"${textArgument(call, 0)}" is not in the text`);
    return index;
  },
  count: (text, call) => text.split(textArgument(call, 0)).length - 1,
  replace: (text, call) => replace(text, call),
  startswith: (text, call) => affixes(call).some((prefix) => text.startsWith(prefix)),
  endswith: (text, call) => affixes(call).some((suffix) => text.endsWith(suffix)),
  removeprefix: (text, call) =>
    text.startsWith(textArgument(call, 0)) ? text.slice(textArgument(call, 0).length) : text,
  removesuffix: (text, call) =>
    text.endsWith(textArgument(call, 0)) ? text.slice(0, text.length - textArgument(call, 0).length) : text,
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  title: (text) => text.toLowerCase().replaceAll(/\p{L}+/gu, capitalize),
  capitalize: (text) => capitalize(text.toLowerCase()),
  isdigit: (text) => /^\p{Nd}+$/u.test(text),
  isalpha: (text) => /^\p{L}+$/u.test(text),
  isalnum: (text) => /^[\p{L}\p{Nd}]+$/u.test(text),
  zfill: (text, call) => fillWithZeros(text, countArgument(call, 0, "width") ?? 0),
  ljust: (text, call) => text.padEnd(countArgument(call, 0, "width") ?? 0),
  rjust: (text, call) => text.padStart(countArgument(call, 0, "width") ?? 0),
  join: (text, call) => joinTexts(text, requiredArgument(call, 0)),
  format: (text, call) => formatBraces(text, call),
};

function separatorOf(call: EvaluatedArguments): string | undefined {
  return (argument(call, 0, "sep") ?? null) === null ? undefined : textArgument(call, 0, "sep");
}

function charactersOf(call: EvaluatedArguments): string | undefined {
  return (argument(call, 0) ?? null) === null ? undefined : textArgument(call, 0);
}

function stripStart(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimStart();
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start++;
  return text.slice(start);
}

function stripEnd(text: string, characters: string | undefined): string {
  if (characters === undefined) return text.trimEnd();
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function replace(text: string, call: EvaluatedArguments): string {
  const [old, replacement] = [textArgument(call, 0, "old"), textArgument(call, 1, "new")];
  const pieces = split(text, old, countArgument(call, 2, "count"));
  return pieces.join(replacement);
}

/** One prefix or suffix, or a tuple of them. */
function affixes(call: EvaluatedArguments): readonly string[] {
  const given = requiredArgument(call, 0);
  return isList(given)
    ? given.map((_, index) => textArgument({ ...call, args: given }, index))
    : [textArgument(call, 0)];
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function fillWithZeros(text: string, width: number): string {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function joinTexts(separator: string, list: Value): string {
  if (!isList(list)) throw new PlayError("BAD_VALUE", `join takes a list, not ${typeName(list)}`);
  const texts = list.map((item) => {
    if (typeof item === "string") return item;
    throw new PlayError("BAD_VALUE", `join takes strings, not ${typeName(item)}`, {
      hint: "use the filter join",
    });
  });
  return texts.join(separator);
}
