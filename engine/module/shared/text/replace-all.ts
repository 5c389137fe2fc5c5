import type { Edited } from "./edit.ts";
import { compilePattern, expandTemplate } from "./pattern.ts";

export interface WantReplaced {
  readonly regexp: string;
  readonly replace: string;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** All matches replaced, within the part of the text between `after` and `before`; all of it where neither is given. */
export function replaceAll(text: string, want: WantReplaced): Edited {
  const part = partOf(text, want);
  if (part === undefined) return { text, message: "" };
  const matches = [...text.slice(part.start, part.end).matchAll(compilePattern(want.regexp, "gm"))];
  let edited = text.slice(0, part.start);
  let position = part.start;
  for (const match of matches) {
    const start = part.start + match.index;
    edited += text.slice(position, start) + expandTemplate(want.replace, match);
    position = start + match[0].length;
  }
  edited += text.slice(position);
  if (edited === text) return { text, message: "" };
  return {
    text: edited,
    message: matches.length === 1 ? "replace one match" : `replace ${matches.length} matches`,
  };
}

function partOf(text: string, { after, before }: WantReplaced): { start: number; end: number } | undefined {
  let [start, end] = [0, text.length];
  if (after !== undefined) {
    const match = compilePattern(after, "s").exec(text);
    if (match === null) return undefined;
    start = match.index + match[0].length;
  }
  if (before !== undefined) {
    const match = compilePattern(before, "s").exec(text.slice(start));
    if (match === null) return undefined;
    end = start + match.index;
  }
  return { start, end };
}
