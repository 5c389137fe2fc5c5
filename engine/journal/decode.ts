import { lazyMap } from "../model/lazy-map.ts";
import { notKept } from "../model/not-kept.ts";
import { emptyMap, isMap, Unknown, type Value, type ValueMap } from "../model/value.ts";

/** A result as it was, but that asking for what was not kept throws NOT_KEPT. */
export interface Decoded {
  readonly result: ValueMap;
  readonly incomplete: boolean;
}

/** Reads what `encodeResult` wrote. `what` names the result for errors: `the result of "make a token"`. */
export function decodeResult(json: unknown, what: string): Decoded {
  const decoder = new Decoder(what);
  const value = decoder.decode(json);
  const result = value instanceof Lost || !isMap(value) ? emptyMap() : value;
  return { result, incomplete: decoder.incomplete };
}

/** Stands for a value that was not kept, until it has a map around it that can tell so when it is asked for. */
class Lost {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

class Decoder {
  incomplete = false;
  readonly #what: string;

  constructor(what: string) {
    this.#what = what;
  }

  decode(json: unknown): Value | Lost {
    if (Array.isArray(json)) return this.#list(json);
    if (typeof json === "object" && json !== null) return this.#object(Object.entries(json));
    return isPlain(json) ? json : null;
  }

  /** A list cannot tell of one of its entries that it is missing, so all of it is. */
  #list(json: readonly unknown[]): Value | Lost {
    const entries = json.map((entry) => this.decode(entry));
    const kept = entries.filter((entry) => !(entry instanceof Lost));
    return kept.length === entries.length ? kept : (entries.find((entry) => entry instanceof Lost) ?? kept);
  }

  #object(entries: readonly (readonly [string, unknown])[]): Value | Lost {
    const [mark, content] = entries[0] ?? [];
    switch (mark) {
      case "$lost":
        this.incomplete = true;
        return new Lost(String(content));
      case "$unknown":
        return new Unknown(String(content));
      case "$number":
        return Number(content);
      case "$map":
        return this.#map(Array.isArray(content) ? content.filter(isEntry) : []);
      default:
        return this.#map(entries);
    }
  }

  #map(entries: readonly (readonly [string, unknown])[]): ValueMap {
    const known = emptyMap();
    const lost = new Map<string, Lost>();
    for (const [key, json] of entries) {
      const value = this.decode(json);
      if (value instanceof Lost) lost.set(key, value);
      else known[key] = value;
    }
    if (lost.size === 0) return known;
    return lazyMap({
      names: () => entries.map(([key]) => key),
      get: (name) => {
        const missing = lost.get(name);
        if (missing) throw notKept(`"${name}" of ${this.#what}`, missing.reason);
        return known[name];
      },
    });
  }
}

function isEntry(json: unknown): json is readonly [string, unknown] {
  return Array.isArray(json) && json.length === 2 && typeof json[0] === "string";
}

function isPlain(json: unknown): json is null | boolean | number | string {
  return json === null || ["boolean", "number", "string"].includes(typeof json);
}
