import type { YAMLError } from "yaml";
import { PlayError } from "../../base/play-error.ts";
import type { Source, SourceFile } from "../../base/source.ts";
import { positionOf } from "../../base/source.ts";

/** YAML_SYNTAX for what the parser complains about, with a hint for the slips that people make most. */
export function explainSyntax(file: SourceFile, error: YAMLError): PlayError {
  const source = complaintSource(file, error);
  const lines = file.text.split("\n");
  const { line: number, column } = positionOf(source);
  const line = lines[number - 1] ?? "";
  const hint = slips.find(({ seen }) => seen(line, error.code))?.hint ?? hintBefore(lines, number - 1);
  const message = error.code === "MULTIPLE_DOCS" ? "a second document begins here" : error.message;
  if (hint !== quoteBraces) return new PlayError("YAML_SYNTAX", message, { source, hint });
  // The parser stumbles behind the braces; the slip is before them.
  const start = source.start - (column - 1) + line.indexOf("{{");
  const details = { source: { file, start, end: start + 2 }, hint };
  return new PlayError("YAML_SYNTAX", bareBraces, details);
}

/** The parser may complain about the end of the file, where there is nothing to show. */
function complaintSource(file: SourceFile, { pos }: YAMLError): Source {
  const start = Math.min(pos[0], Math.max(file.text.trimEnd().length - 1, 0));
  return { file, start, end: Math.max(start + 1, Math.min(pos[1], file.text.length)) };
}

interface Slip {
  readonly seen: (line: string, code: YAMLError["code"]) => boolean;
  readonly hint: string;
}

export const bareBraces = 'a value cannot start with "{{" without quotes';

export const quoteBraces = 'a value that starts with "{{" must be quoted: key: "{{ name }}"';

const slips: readonly Slip[] = [
  {
    seen: (line, code) => code === "TAB_AS_INDENT" || /^ *\t/.test(line),
    hint: "YAML is indented with spaces, never with tabs",
  },
  { seen: (line) => /(?:^|:|-)\s+\{\{/.test(line), hint: quoteBraces },
  { seen: (_, code) => code === "MULTIPLE_DOCS", hint: 'a file holds one document: drop the second "---"' },
  {
    seen: (_, code) => code === "BAD_ALIAS",
    hint: 'a value that starts with "*" must be quoted, unless it names an anchor above',
  },
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
