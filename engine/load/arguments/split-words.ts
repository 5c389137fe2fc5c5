import type { TextRange } from "../text/pick-ranges.ts";

/** A word of a `k=v` line as it stands there, with its quotes. */
export interface Word extends TextRange {
  readonly text: string;
}

export interface Words {
  readonly words: readonly Word[];
  /** What is opened and never closed: a quote, `{{`, `{%` or `{#`, and where. */
  readonly open?: { readonly mark: string; readonly at: number };
}

const braces: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };

/**
 * Splits a line at blanks as Ansible does: not inside quotes and not inside `{{ }}`, `{% %}` or `{# #}`.
 * A backslash keeps the quote after it from closing.
 */
export function splitWords(text: string): Words {
  const words: Word[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const { end, open } = endOfWord(text, at);
    words.push({ start: at, end, text: text.slice(at, end) });
    if (open) return { words, open };
    at = skipBlanks(text, end);
  }
  return { words };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function endOfWord(text: string, start: number): { end: number; open?: { mark: string; at: number } } {
  let at = start;
  while (at < text.length && !/\s/.test(text.charAt(at))) {
    const skipped = skipGroup(text, at);
    if (skipped === "open") return { end: text.length, open: { mark: openMark(text, at), at } };
    at = skipped;
  }
  return { end: at };
}

/** The place after the quoted text, the braces, the escape or the one character at `at`. */
function skipGroup(text: string, at: number): number | "open" {
  const mark = openMark(text, at);
  if (mark === "\\") return Math.min(at + 2, text.length);
  const close = braces[mark];
  if (close !== undefined) {
    const end = text.indexOf(close, at + 2);
    return end === -1 ? "open" : end + close.length;
  }
  return mark === '"' || mark === "'" ? skipQuoted(text, at) : at + 1;
}

function skipQuoted(text: string, start: number): number | "open" {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === text[start]) return at + 1;
    const isBrace = braces[text.slice(at, at + 2)] !== undefined;
    const inner = isBrace || text[at] === "\\" ? skipGroup(text, at) : at + 1;
    // Braces that do not close are plain text inside of quotes.
    at = inner === "open" ? at + 1 : inner;
  }
  return "open";
}

function openMark(text: string, at: number): string {
  const two = text.slice(at, at + 2);
  return braces[two] === undefined ? text.charAt(at) : two;
}
