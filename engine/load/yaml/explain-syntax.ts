import type { YAMLError } from "yaml";
import { PlayError } from "../../base/play-error.ts";
import type { SourceFile } from "../../base/source.ts";
import { positionOf } from "../../base/source.ts";
import { fitsNone, itemAmongKeys, tooDeep } from "./indentation-slips.ts";
import { dashWithoutBlank, missingColon, openBracket, openQuote } from "./mark-slips.ts";
import { syntaxSpot } from "./syntax-spot.ts";
import { plainWords } from "./syntax-wording.ts";

/** YAML_SYNTAX for what the parser complains about, with a hint for the slips that people make most. */
export function explainSyntax(file: SourceFile, error: YAMLError): PlayError {
  const spot = syntaxSpot(file, error);
  const { source, lines, index } = spot;
  const line = lines[index] ?? "";
  const known = slips.find(({ seen }) => seen(line, error.code))?.hint;
  const placed = placedSlips.map((find) => find(spot)).find((slip) => slip !== undefined);
  if (placed && !(known !== undefined && earlier.has(known)))
    return new PlayError("YAML_SYNTAX", placed.message, { source: placed.source, hint: placed.hint });
  const hint = known ?? hintBefore(lines, index);
  if (hint !== quoteBraces) return new PlayError("YAML_SYNTAX", plainWords(error), { source, hint });
  // The parser stumbles behind the braces; the slip is before them.
  const start = source.start - (positionOf(source).column - 1) + line.indexOf("{{");
  const details = { source: { file, start, end: start + 2 }, hint };
  return new PlayError("YAML_SYNTAX", bareBraces, details);
}

/** Those that are known by more than their line; the first that is seen is told. */
const placedSlips = [
  openBracket,
  openQuote,
  dashWithoutBlank,
  itemAmongKeys,
  missingColon,
  tooDeep,
  fitsNone,
] as const;

interface LineSlip {
  readonly seen: (line: string, code: YAMLError["code"]) => boolean;
  readonly hint: string;
}

export const bareBraces = 'a value cannot start with "{{" without quotes';

export const quoteBraces = 'a value that starts with "{{" must be quoted: key: "{{ name }}"';

const noTabs = "YAML is indented with spaces, never with tabs";

/** What is surely the slip, whatever else the line looks like. */
const earlier: ReadonlySet<string> = new Set([noTabs, quoteBraces]);

const slips: readonly LineSlip[] = [
  { seen: (line, code) => code === "TAB_AS_INDENT" || /^ *\t/.test(line), hint: noTabs },
  { seen: (line) => /(?:^|:|-)\s+\{\{/.test(line), hint: quoteBraces },
  { seen: (line) => /^\s*\{%/.test(line), hint: "{% %} can stand within a value, not around lines" },
  { seen: (_, code) => code === "MULTIPLE_DOCS", hint: 'a file holds one document: drop the second "---"' },
  {
    seen: (_, code) => code === "BAD_ALIAS",
    hint: 'a value that starts with "*" or "&" must be quoted, unless it names an anchor',
  },
  {
    seen: (_, code) => code === "BAD_DQ_ESCAPE",
    hint: String.raw`double the backslash (\\), or use single quotes`,
  },
  { seen: (line) => /["'\]}]#/.test(line), hint: 'put a blank before the "#"' },
  {
    seen: (line, code) => code === "BAD_SCALAR_START" || /:\s+[@`%]/.test(line),
    hint: "a value that starts with @, ` or % must be quoted",
  },
  {
    seen: (line) => /^\s*(?:- +)?[A-Za-z_][\w.-]*:[^\s:/]/.test(line),
    hint: "put a space after the colon: key: value",
  },
  {
    seen: (line) => /^\s*(?:- +)?[\w.-]+:\s.*[^"']:(?:\s|$)/.test(line),
    hint: 'a value that contains ": " must be quoted as a whole',
  },
  {
    seen: (line) => /^\s*(?:- +)?[\w.-]+:\s+[|>][-+0-9]*\s+[^\s#]/.test(line),
    hint: 'the text begins in the line after "|" or ">"',
  },
  {
    seen: (line) => /^\s*(?:- +)?[\w.-]+:\s+(?:"[^"]*"|'[^']*')\s*[^\s#]/.test(line),
    hint: "a value that starts with a quote must end with it: quote the whole value",
  },
  {
    seen: (line) => (line.match(/"/g)?.length ?? 0) % 2 === 1 || (line.match(/'/g)?.length ?? 0) % 2 === 1,
    hint: "a quote is opened here and not closed",
  },
];

/** Often the slip is in the line before the one where the parser stumbles. */
function hintBefore(lines: readonly string[], line: number): string {
  const before = lines[line - 1] ?? "";
  const slip = slips.find(({ seen }) => seen(before, "UNEXPECTED_TOKEN"));
  return slip ? `look at the line before: ${slip.hint}` : "check the indentation here and in the line before";
}
