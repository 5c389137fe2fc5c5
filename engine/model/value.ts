import { isLazyMap } from "./lazy-map.ts";

/** A value of the language: what YAML, JSON and expressions have in common, and {@link Unknown}. */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap | Unknown;

/** A mapping. Made by {@link emptyMap}, so that keys such as `constructor` are just keys. */
export interface ValueMap {
  readonly [key: string]: Value;
}

/**
 * A value that cannot be known in a check run: the output of a command that was not run, and all that depends on it.
 * It spreads through expressions as in three-valued logic (`false and unknown` is false).
 */
export class Unknown {
  /** Why it is not known, for people: `output of "make key" (not run in check mode)`. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

export function emptyMap(): Record<string, Value> {
  const map: Record<string, Value> = {};
  Object.setPrototypeOf(map, null);
  return map;
}

export function isMap(value: unknown): value is ValueMap {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

/** The Unknown inside a value, at any depth, if there is one; lazy maps are not looked into. */
export function findUnknown(value: Value): Unknown | undefined {
  if (value instanceof Unknown) return value;
  if (isList(value)) return firstUnknown(value);
  if (isMap(value)) return isLazyMap(value) ? undefined : firstUnknown(Object.values(value));
  return undefined;
}

function firstUnknown(values: readonly Value[]): Unknown | undefined {
  for (const value of values) {
    const unknown = findUnknown(value);
    if (unknown) return unknown;
  }
  return undefined;
}

/** The name of a value's type, as Ansible users know it; for messages. */
export function typeName(value: Value): string {
  if (value === null) return "null";
  if (value instanceof Unknown) return "unknown";
  if (isList(value)) return "list";
  if (isMap(value)) return "dict";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return "string";
}
