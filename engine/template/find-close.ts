import type { Passage } from "../expression/passage.ts";

const string = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;

/**
 * Where a tag's closing mark stands: the first that is neither in a string nor in brackets. Where strings or brackets
 * are not closed themselves it is simply the first, and the expression's parser will say what is wrong.
 */
export function findClose(passage: Passage, from: number, close: string): number | undefined {
  const text = passage.text.slice(0, passage.end);
  const found = close === "#}" ? undefined : findOutsideBrackets(text, from, close);
  if (found !== undefined) return found;
  const first = text.indexOf(close, from);
  return first === -1 ? undefined : first;
}

function findOutsideBrackets(text: string, from: number, close: string): number | undefined {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    if (depth === 0 && text.startsWith(close, at)) return at;
    string.lastIndex = at;
    const skipped = string.exec(text)?.[0].length;
    depth += depthChange(text.charAt(at));
    at += skipped ?? 1;
  }
  return undefined;
}

function depthChange(character: string): number {
  if ("([{".includes(character)) return 1;
  return ")]}".includes(character) ? -1 : 0;
}
