import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { sourceWithin } from "../../model/yaml-node.ts";
import type { YamlEntry, YamlScalar } from "../../model/yaml-node.ts";
import { pickRanges } from "../text/pick-ranges.ts";
import type { TextRange } from "../text/pick-ranges.ts";
import { decodeEscapes } from "./decode-escapes.ts";
import { splitWords } from "./split-words.ts";
import type { Word } from "./split-words.ts";

export interface Arguments {
  readonly entries: readonly YamlEntry[];
  readonly freeForm?: YamlScalar;
}

/** What modules that run commands take out of their free form; every other `k=v` belongs to the command. */
export const commandOptions: ReadonlySet<string> = new Set([
  "creates",
  "removes",
  "chdir",
  "executable",
  "stdin",
  "stdin_add_newline",
  "strip_empty_ends",
  "warn",
  "expand_argument_vars",
]);

/** `src=a dest="b c"`: every word must be `key=value`. Values are text. Collects BAD_SHAPE. */
export function parseArguments(line: YamlScalar, errors: ErrorCollector): Arguments {
  const { words, open } = splitWords(String(line.value));
  if (open) errors.add(unclosed(line, open));
  const entries = words.flatMap((word) => {
    const entry = parseWord(line, word);
    if (!entry) errors.add(notAnOption(line, word));
    return entry ?? [];
  });
  return { entries };
}

/** A free form such as a command line: the options are taken out, the rest stays as it is written. */
export function parseFreeForm(line: YamlScalar, options = commandOptions): Arguments {
  const text = String(line.value);
  const entries: YamlEntry[] = [];
  const kept: TextRange[] = [];
  let start = 0;
  for (const word of splitWords(text).words) {
    const entry = isOption(word, options) ? parseWord(line, word) : undefined;
    if (!entry) continue;
    entries.push(entry);
    kept.push({ start, end: word.start });
    start = word.end + (/^[ \t]*/.exec(text.slice(word.end))?.[0].length ?? 0);
  }
  kept.push({ start, end: text.length });
  if (entries.length === 0) return { entries, freeForm: line };
  const freeForm = trimmed(pickRanges(line, kept));
  return freeForm.value === "" ? { entries } : { entries, freeForm };
}

function isOption({ text }: Word, options: ReadonlySet<string>): boolean {
  return options.has(text.slice(0, Math.max(text.indexOf("="), 0)));
}

function parseWord(line: YamlScalar, word: Word): YamlEntry | undefined {
  const equals = findEquals(word.text);
  if (equals <= 0) return undefined;
  const middle = word.start + equals;
  const key = word.text.slice(0, equals);
  const range = unquoted(String(line.value), { start: middle + 1, end: word.end });
  const keySource = sourceWithin(line, word.start, middle);
  return { key, keySource, value: decoded(pickRanges(line, [range])) };
}

/** The first `=` that no backslash precedes. */
function findEquals(text: string): number {
  return /(?<!\\)=/.exec(text)?.index ?? -1;
}

function unquoted(text: string, range: TextRange): TextRange {
  const first = text[range.start];
  const quoted =
    range.end - range.start >= 2 && (first === '"' || first === "'") && text[range.end - 1] === first;
  return quoted && text[range.end - 2] !== "\\" ? { start: range.start + 1, end: range.end - 1 } : range;
}

function decoded(scalar: YamlScalar): YamlScalar {
  const text = String(scalar.value);
  const value = decodeEscapes(text);
  return value === text ? scalar : { ...scalar, value, segments: [] };
}

function trimmed(scalar: YamlScalar): YamlScalar {
  const text = String(scalar.value);
  const end = text.trimEnd().length;
  const start = text.length - text.trimStart().length;
  return pickRanges(scalar, [{ start: Math.min(start, end), end }]);
}

function unclosed(line: YamlScalar, open: { mark: string; at: number }): PlayError {
  const source = sourceWithin(line, open.at, open.at + open.mark.length);
  return new PlayError("BAD_SHAPE", `"${open.mark}" is opened here and not closed`, { source });
}

function notAnOption(line: YamlScalar, word: Word): PlayError {
  return new PlayError("BAD_SHAPE", `"${word.text}" is not an option of the form key=value`, {
    source: sourceWithin(line, word.start, word.end),
    hint: 'quote a value that has blanks: key="a value"',
  });
}
