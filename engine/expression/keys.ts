import type { ValueMap } from "../model/value.ts";

/** A map's keys. Unlike Object.keys it does not make the values of a map that makes them on demand. */
export function keysOf(map: ValueMap): string[] {
  return Reflect.ownKeys(map).filter((key) => typeof key === "string");
}
