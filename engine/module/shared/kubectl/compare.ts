import { isDeepStrictEqual } from "node:util";
import { stringify } from "yaml";
import type { Diff } from "../../../host/change.ts";

/** An object as the API server gives it: JSON. */
type Json = { readonly [key: string]: unknown };

/** What an object is and what it would be, by `kind/name` in small letters and its namespace. */
export type Objects = ReadonlyMap<string, Json>;

/** Reads what `-o json` prints: one object, or a List. */
export function readObjects(text: string): Objects {
  const objects = new Map<string, Json>();
  for (const object of text.trim() === "" ? [] : itemsOf(JSON.parse(text)))
    objects.set(keyOf(object), object);
  return objects;
}

function itemsOf(parsed: unknown): readonly Json[] {
  if (!isJson(parsed)) return [];
  const { items } = parsed;
  return Array.isArray(items) ? items.filter((item: unknown) => isJson(item)) : [parsed];
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function metadataOf(object: Json): Json {
  const { metadata } = object;
  return isJson(metadata) ? metadata : {};
}

/** `deployment/coredns` */
export function nameOf(object: Json): string {
  return `${String(object["kind"]).toLowerCase()}/${String(metadataOf(object)["name"])}`;
}

function keyOf(object: Json): string {
  const { namespace } = metadataOf(object);
  return `${nameOf(object)} ${typeof namespace === "string" ? namespace : ""}`;
}

/** The objects that a dry run would really change: kubectl also calls `configured` what it writes another way. */
export function differing(live: Objects, merged: Objects): readonly { before: Json; after: Json }[] {
  return [...merged].flatMap(([key, after]) => {
    const before = live.get(key);
    return before && !isDeepStrictEqual(settled(before), settled(after)) ? [{ before, after }] : [];
  });
}

/** What the server counts and notes by itself. */
const bookkeeping = new Set([
  "managedFields",
  "resourceVersion",
  "generation",
  "selfLink",
  "uid",
  "creationTimestamp",
]);

function settled(object: Json): Json {
  const { status: _, ...rest } = object;
  const metadata = Object.entries(metadataOf(object)).filter(([name]) => !bookkeeping.has(name));
  return { ...rest, metadata: Object.fromEntries(metadata) };
}

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** For people, as YAML, without what is there twice; none of Secrets. */
export function diffOf(before: Json, after: Json): Diff | undefined {
  if (after["kind"] === "Secret") return undefined;
  return { path: nameOf(after), before: shown(before), after: shown(after) };
}

function shown(object: Json): string {
  const metadata = metadataOf(settled(object));
  const annotations = isJson(metadata["annotations"])
    ? Object.entries(metadata["annotations"]).filter(([name]) => name !== lastApplied)
    : [];
  const { annotations: _, ...others } = metadata;
  const kept = annotations.length > 0 ? { ...others, annotations: Object.fromEntries(annotations) } : others;
  return stringify({ ...settled(object), metadata: kept }, { lineWidth: 0 });
}
