import type { Source } from "../base/source.ts";

/** YAML as it was written: values that know where they stand. Merge keys and anchors are already resolved. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export interface YamlScalar {
  readonly kind: "scalar";
  /** After YAML 1.1 resolution: `yes` is true, `0644` is 420, `"0644"` stays text. */
  readonly value: null | boolean | number | string;
  readonly source: Source;
  /** Where pieces of a string value stand in the file; empty where they cannot be told (escapes, folding). */
  readonly segments: readonly Segment[];
  /** A local tag such as `!vault` or `!unsafe`, without its meaning applied. */
  readonly tag?: string;
}

/** `length` UTF-16 units of the value from `inner` on are the file's text from `outer` on. */
export interface Segment {
  readonly inner: number;
  readonly outer: number;
  readonly length: number;
}

export interface YamlSequence {
  readonly kind: "sequence";
  readonly items: readonly YamlNode[];
  readonly source: Source;
}

export interface YamlMapping {
  readonly kind: "mapping";
  readonly entries: readonly YamlEntry[];
  readonly source: Source;
}

export interface YamlEntry {
  readonly key: string;
  readonly keySource: Source;
  readonly value: YamlNode;
}

/** The source of the part `[start, end)` of a scalar's text; the whole scalar's where it cannot be told. */
export function sourceWithin(scalar: YamlScalar, start: number, end: number): Source {
  const segment = scalar.segments.find(({ inner, length }) => inner <= start && start < inner + length);
  if (!segment) return scalar.source;
  const outer = segment.outer + (start - segment.inner);
  const available = segment.inner + segment.length - start;
  return { file: scalar.source.file, start: outer, end: outer + Math.min(end - start, available) };
}

export function findEntry(mapping: YamlMapping, key: string): YamlEntry | undefined {
  return mapping.entries.find((entry) => entry.key === key);
}
