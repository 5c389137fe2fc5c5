import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import type { Test } from "../contract.ts";
import { test } from "../define.ts";
import { compileRegex } from "../shared/python-regex.ts";
import { compareVersions } from "../shared/version.ts";

const version = test(
  "version(other, operator?, strict?, version_type?)",
  "the version compares to another as the operator says; version_type: loose, strict, semver",
  holdsVersion,
);

export const textTests = {
  match: test(
    "match(pattern, ignorecase?, multiline?)",
    "the text begins with a match of a regular expression",
    (value, args) => regexHolds(value, args, "match"),
  ),
  search: test(
    "search(pattern, ignorecase?, multiline?)",
    "a regular expression matches somewhere in the text",
    (value, args) => regexHolds(value, args, "search"),
  ),
  regex: test(
    "regex(pattern, ignorecase?, multiline?, match_type?)",
    "a regular expression matches; match_type: search, match, fullmatch",
    (value, args) => regexHolds(value, args, args.choice("match_type", ["search", "match", "fullmatch"])),
  ),
  version,
  version_compare: version,
  lower: test("lower", "the text is in lower case", (value) =>
    isCased(toText(value), (text) => text.toLowerCase()),
  ),
  upper: test("upper", "the text is in upper case", (value) =>
    isCased(toText(value), (text) => text.toUpperCase()),
  ),
} satisfies Record<string, Test>;

function regexHolds(value: Value, args: Arguments, anchor: "search" | "match" | "fullmatch"): boolean {
  if (isList(value) || isMap(value)) args.fail(`tests text, not ${describe(value)}`);
  const options = { ignoreCase: args.flag("ignorecase"), multiline: args.flag("multiline"), anchor };
  return compileRegex(args.text("pattern"), options).test(toText(value));
}

/** As Python: text without any letter is neither. */
function isCased(text: string, convert: (text: string) => string): boolean {
  return text === convert(text) && text.toLowerCase() !== text.toUpperCase();
}

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

const operatorNames: Readonly<Record<string, string>> = {
  "=": "==",
  eq: "==",
  ne: "!=",
  "<>": "!=",
  lt: "<",
  le: "<=",
  gt: ">",
  ge: ">=",
};

function holdsVersion(value: Value, args: Arguments): boolean {
  const given = args.text("operator", "eq");
  const operator = operators[operatorNames[given] ?? given];
  if (!operator)
    throw new PlayError("BAD_VALUE", `version knows no operator "${given}"`, {
      hint: "use ==, !=, <, <=, >, >=",
    });
  const kind = args.choice("version_type", ["loose", "strict", "semver", "semantic"]);
  const rules = args.flag("strict") ? "strict" : kind === "semantic" ? "semver" : kind;
  return operator(compareVersions(toText(value), args.text("other"), rules));
}
