import { textsIn } from "../model/texts-in.ts";
import type { Value } from "../model/value.ts";

/** Shorter ones are in everything. */
const shortest = 6;

/** Of a command's result; they tell nothing. */
const harmless: ReadonlySet<string> = new Set([
  "start",
  "end",
  "delta",
  "ansible_loop_var",
  "ansible_index_var",
]);

/**
 * The texts of results that no_log hides: another task may copy them into a variable of its own. They are more than what is
 * hidden from the terminal, where plain words are left alone: a journal loses nothing by what it keeps not.
 */
export class HiddenTexts {
  readonly #texts = new Set<string>();

  add(result: Value): void {
    for (const text of textsIn(result, harmless).map((text) => text.trim()))
      if (text.length >= shortest) this.#texts.add(text);
  }

  occurIn(text: string): boolean {
    for (const hidden of this.#texts) if (text.includes(hidden)) return true;
    return false;
  }
}
