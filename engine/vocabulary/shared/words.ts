import type { Value } from "../../model/value.ts";
import { emptyMap } from "../../model/value.ts";

/** `path length=20 chars=a,b` taken apart: plain words, and `name=value` options as text. */
export function readWords(text: string): { words: string[]; options: Record<string, Value> } {
  const options = emptyMap();
  const words: string[] = [];
  for (const word of text.split(/\s+/)) {
    const [, name, value = ""] = /^(\w+)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) options[name] = value;
    else if (word !== "") words.push(word);
  }
  return { words, options };
}
