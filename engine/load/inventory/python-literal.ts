import type { YamlEntry, YamlNode, YamlScalar } from "../../model/yaml-node.ts";
import { sourceWithin } from "../../model/yaml-node.ts";
import { pickRanges } from "../text/pick-ranges.ts";
import { readPythonString } from "./python-string.ts";

/**
 * A value of an INI inventory, typed as Ansible types it: what is a Python literal is that value (`5`, `True`, `None`,
 * `'5'`, `[1, 2]`, `{'a': 1}`), everything else is text as written (`yes`, `0644`, `10.0.0.1`).
 * https://docs.python.org/3/library/ast.html#ast.literal_eval
 */
export function readPythonLiteral(scalar: YamlScalar): YamlNode {
  const parser = new LiteralParser(scalar);
  return parser.parseAll() ?? scalar;
}

class LiteralParser {
  readonly #scalar: YamlScalar;
  readonly #text: string;
  #at = 0;

  constructor(scalar: YamlScalar) {
    this.#scalar = scalar;
    this.#text = String(scalar.value);
  }

  /** undefined: it is no literal. */
  parseAll(): YamlNode | undefined {
    const node = this.#parseValue();
    if (!node) return undefined;
    if (this.#take(",")) return this.#rest(node);
    return this.#atEnd() ? node : undefined;
  }

  /** `1, 2` without brackets is a tuple. */
  #rest(first: YamlNode): YamlNode | undefined {
    const items = [first];
    while (!this.#atEnd()) {
      const item = this.#parseValue();
      if (!item || (!this.#take(",") && !this.#atEnd())) return undefined;
      items.push(item);
    }
    return { kind: "sequence", items, source: this.#scalar.source };
  }

  #parseValue(): YamlNode | undefined {
    this.#skipBlanks();
    const start = this.#at;
    if (this.#take("[")) return this.#parseItems("]", start);
    if (this.#take("(")) return this.#parseTuple(start);
    if (this.#take("{")) return this.#parseBraces(start);
    return this.#parseStrings(start) ?? this.#parseWord(start);
  }

  #parseItems(close: string, start: number): YamlNode | undefined {
    const items: YamlNode[] = [];
    while (!this.#take(close)) {
      const item = this.#parseValue();
      if (!item || (!this.#take(",") && !this.#sees(close))) return undefined;
      items.push(item);
    }
    return { kind: "sequence", items, source: this.#sourceFrom(start) };
  }

  /** `(1)` is only 1. */
  #parseTuple(start: number): YamlNode | undefined {
    const tuple = this.#parseItems(")", start);
    const [only] = tuple?.kind === "sequence" ? tuple.items : [];
    const inside = this.#text.slice(start, this.#at - 1).trimEnd();
    const single = tuple?.kind === "sequence" && tuple.items.length === 1 && !inside.endsWith(",");
    return single ? only : tuple;
  }

  #parseBraces(start: number): YamlNode | undefined {
    const entries: YamlEntry[] = [];
    while (!this.#take("}")) {
      const key = this.#parseValue();
      if (key?.kind !== "scalar" || !this.#take(":")) return undefined;
      const value = this.#parseValue();
      if (!value || (!this.#take(",") && !this.#sees("}"))) return undefined;
      entries.push({ key: String(key.value), keySource: key.source, value });
    }
    return { kind: "mapping", entries, source: this.#sourceFrom(start) };
  }

  /** Strings side by side are one. */
  #parseStrings(start: number): YamlNode | undefined {
    const first = this.#parseString();
    if (!first) return undefined;
    let value = String(first.value);
    let count = 1;
    for (let next = this.#parseString(); next; next = this.#parseString()) {
      value += String(next.value);
      count++;
    }
    return count === 1 ? first : { kind: "scalar", value, source: this.#sourceFrom(start), segments: [] };
  }

  #parseString(): YamlScalar | undefined {
    this.#skipBlanks();
    const found = readPythonString(this.#text, this.#at);
    if (!found) return undefined;
    this.#at = found.end;
    const scalar = pickRanges(this.#scalar, [found.inside]);
    return found.value === scalar.value ? scalar : { ...scalar, value: found.value, segments: [] };
  }

  #parseWord(start: number): YamlNode | undefined {
    const word = /^[-+]?\s*[\w.]+(?:(?<=[eE])[-+]?\d+)?/.exec(this.#text.slice(start))?.[0] ?? "";
    const value = wordValue(word);
    if (value === undefined) return undefined;
    this.#at = start + word.length;
    return { kind: "scalar", value, source: this.#sourceFrom(start), segments: [] };
  }

  #take(mark: string): boolean {
    const seen = this.#sees(mark);
    if (seen) this.#at += mark.length;
    return seen;
  }

  #sees(mark: string): boolean {
    this.#skipBlanks();
    return this.#text.startsWith(mark, this.#at);
  }

  /** A comment ends a literal, too. */
  #atEnd(): boolean {
    this.#skipBlanks();
    return this.#at >= this.#text.length || this.#text[this.#at] === "#";
  }

  #skipBlanks(): void {
    while (/^\s/.test(this.#text.slice(this.#at, this.#at + 1))) this.#at++;
  }

  #sourceFrom(start: number): YamlScalar["source"] {
    return sourceWithin(this.#scalar, start, this.#at);
  }
}

/** True, False, None and numbers; a leading zero makes a number no number. undefined: no literal. */
function wordValue(word: string): YamlScalar["value"] | undefined {
  if (word === "None") return null;
  if (word === "True" || word === "False") return word === "True";
  const number = word.replaceAll(/(?<=\d)_(?=\d)/g, "").replaceAll(/\s/g, "");
  const forms =
    /^[-+]?(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|0+|[1-9]\d*|(?:\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)$/;
  if (!forms.test(number)) return undefined;
  const sign = number.startsWith("-") ? -1 : 1;
  const value = Number(number.replace(/^[-+]/, ""));
  // A number that a double cannot hold stays text.
  return /[.eE]/.test(number) || Number.isSafeInteger(value) ? (value === 0 ? 0 : sign * value) : undefined;
}
