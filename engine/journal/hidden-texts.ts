import { isLazyMap } from "../model/lazy-map.ts";
import { isList, isMap, type Value } from "../model/value.ts";

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

/** The texts of results that no_log hides: another task may copy them into a variable of its own. */
export class HiddenTexts {
  readonly #texts = new Set<string>();

  add(value: Value): void {
    if (typeof value === "string") this.#addText(value.trim());
    else if (isList(value)) for (const entry of value) this.add(entry);
    else if (isMap(value) && !isLazyMap(value))
      for (const [name, entry] of Object.entries(value)) if (!harmless.has(name)) this.add(entry);
  }

  occurIn(text: string): boolean {
    for (const hidden of this.#texts) if (text.includes(hidden)) return true;
    return false;
  }

  #addText(text: string): void {
    if (text.length >= shortest) this.#texts.add(text);
  }
}
