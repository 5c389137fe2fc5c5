import { PlayError } from "../base/play-error.ts";
import { toText } from "../model/text-form.ts";
import type { Value } from "../model/value.ts";
import { findUnknown, isList, isMap, typeName, Unknown } from "../model/value.ts";
import type { Node } from "./node.ts";
import type { Result } from "./undefined.ts";
import { missingMember, Undefined } from "./undefined.ts";

/** `target[key]` and `target.key`. What is not there is Undefined, also below what is Undefined itself. */
export function getMember(target: Result, key: Value, node: Node<"attribute" | "item">): Result {
  if (target instanceof Undefined || target instanceof Unknown) return target;
  const unknown = findUnknown(key);
  if (unknown) return unknown;
  const found = findMember(target, key);
  return found === undefined
    ? missingMember(target, toText(key), { source: node.source, path: pathOf(node.target) })
    : found;
}

function pathOf(node: Node): string | undefined {
  if (node.kind === "name") return node.name;
  if (node.kind !== "attribute") return undefined;
  const target = pathOf(node.target);
  return target === undefined ? undefined : `${target}.${node.name}`;
}

function findMember(target: Value, key: Value): Value | undefined {
  if (isMap(target)) return Object.hasOwn(target, toText(key)) ? target[toText(key)] : undefined;
  if (typeof key !== "number") return undefined;
  if (isList(target)) return target.at(key);
  return typeof target === "string" ? Array.from(target).at(key) : undefined;
}

/** Bounds of a slice; null is one that was left out. */
export interface Bounds {
  readonly from: Value;
  readonly to: Value;
  readonly step: Value;
}

/** Python's `target[from:to:step]` of a list or text. Throws BAD_VALUE without a source. */
export function getSlice(target: Value, bounds: Bounds): Value {
  const unknown = [target, bounds.from, bounds.to, bounds.step].find((value) => value instanceof Unknown);
  if (unknown) return unknown;
  if (typeof target === "string") return sliceItems(Array.from(target), bounds).join("");
  if (isList(target)) return sliceItems(target, bounds);
  throw new PlayError("BAD_VALUE", `only lists and texts have slices, not ${typeName(target)}`);
}

function sliceItems<T>(items: readonly T[], { from, to, step }: Bounds): T[] {
  const stride = readBound(step) ?? 1;
  if (stride === 0) throw new PlayError("BAD_VALUE", "the step of a slice cannot be 0");
  const [lowest, highest] = stride > 0 ? [0, items.length] : [-1, items.length - 1];
  const place = (bound: number | undefined, fallback: number): number => {
    if (bound === undefined) return fallback;
    return Math.min(highest, Math.max(lowest, bound < 0 ? bound + items.length : bound));
  };
  const start = place(readBound(from), stride > 0 ? lowest : highest);
  const end = place(readBound(to), stride > 0 ? highest : lowest);
  const count = Math.max(0, Math.ceil((end - start) / stride));
  return Array.from({ length: count }, (_, index) => start + index * stride).flatMap((at) =>
    items.slice(at, at + 1),
  );
}

function readBound(bound: Value): number | undefined {
  if (bound === null) return undefined;
  if (typeof bound === "number" && Number.isInteger(bound)) return bound;
  throw new PlayError("BAD_VALUE", `a bound of a slice is an integer, not ${typeName(bound)}`);
}
