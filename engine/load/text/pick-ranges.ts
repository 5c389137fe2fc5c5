import { sourceWithin } from "../../model/yaml-node.ts";
import type { Segment, YamlScalar } from "../../model/yaml-node.ts";

/** A part of a scalar's text, `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * A text scalar made of parts of another one, in order: a word without its quotes, a command without its options.
 * It knows where each part stands; its source runs from the first part to the last.
 */
export function pickRanges(scalar: YamlScalar, ranges: readonly TextRange[]): YamlScalar {
  const text = String(scalar.value);
  const segments: Segment[] = [];
  let length = 0;
  for (const range of ranges) {
    segments.push(...cutSegments(scalar.segments, range, length));
    length += range.end - range.start;
  }
  const value = ranges.map(({ start, end }) => text.slice(start, end)).join("");
  const tag = scalar.tag === undefined ? {} : { tag: scalar.tag };
  return { kind: "scalar", value, source: sourceOfRanges(scalar, ranges), segments, ...tag };
}

/** The segments inside of `range`, moved so that the range begins at `offset`. */
function cutSegments(segments: readonly Segment[], range: TextRange, offset: number): Segment[] {
  return segments.flatMap(({ inner, outer, length }) => {
    const start = Math.max(inner, range.start);
    const end = Math.min(inner + length, range.end);
    if (start >= end) return [];
    return [{ inner: offset + start - range.start, outer: outer + start - inner, length: end - start }];
  });
}

function sourceOfRanges(scalar: YamlScalar, ranges: readonly TextRange[]): YamlScalar["source"] {
  const filled = ranges.filter(({ start, end }) => start < end);
  const first = filled[0] ?? ranges[0];
  const last = filled.at(-1) ?? first;
  if (!first || !last || scalar.segments.length === 0) return scalar.source;
  const from = sourceWithin(scalar, first.start, first.end);
  const to = sourceWithin(scalar, last.start, last.end);
  return { file: from.file, start: from.start, end: Math.max(from.end, to.end) };
}
