import type { Value, ValueMap } from "./value.ts";

const lazyMaps = new WeakSet<object>();

/** A mapping whose values are made when they are asked for: hostvars, facts of many hosts. */
export interface LazyEntries {
  readonly names: () => Iterable<string>;
  /** undefined: there is no such key. */
  readonly get: (name: string) => Value | undefined;
}

export function lazyMap(entries: LazyEntries): ValueMap {
  const map: ValueMap = new Proxy<Record<string, Value>>(
    {},
    {
      get: (_, name) => (typeof name === "string" ? entries.get(name) : undefined),
      has: (_, name) => typeof name === "string" && entries.get(name) !== undefined,
      ownKeys: () => [...new Set(entries.names())],
      getOwnPropertyDescriptor: (_, name) => {
        const value = typeof name === "string" ? entries.get(name) : undefined;
        return value === undefined
          ? undefined
          : { value, enumerable: true, configurable: true, writable: true };
      },
      getPrototypeOf: () => null,
    },
  );
  lazyMaps.add(map);
  return map;
}

/** Whether looking into all of it would render things that nobody asked for. */
export function isLazyMap(value: object): boolean {
  return lazyMaps.has(value);
}
