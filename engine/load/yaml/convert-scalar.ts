import type { Scalar } from "yaml";
import type { Source, SourceFile } from "../../base/source.ts";
import type { YamlScalar } from "../../model/yaml-node.ts";
import { findSegments } from "./find-segments.ts";
import type { ScalarStyle, WrittenScalar } from "./find-segments.ts";
import { resolvePlain } from "./resolve-scalar.ts";

const standardTag = "tag:yaml.org,2002:";

/** A scalar with its YAML 1.1 value. `outerTag` is a local tag of a collection around it. */
export function convertScalar(node: Scalar, file: SourceFile, outerTag?: string): YamlScalar {
  const text = typeof node.value === "string" ? node.value : "";
  const [start, end] = node.range ?? [0, 0, 0];
  const source = { file, start, end: start + file.text.slice(start, end).trimEnd().length };
  const written = writtenScalar(node, source);
  const value = scalarValue(text, written.style, node.tag);
  const segments = typeof value === "string" ? findSegments(value, written) : [];
  const tag = localTag(node.tag) ?? outerTag;
  return { kind: "scalar", value, source, segments, ...(tag === undefined ? {} : { tag }) };
}

export function emptyScalar(source: Source): YamlScalar {
  return { kind: "scalar", value: null, source, segments: [] };
}

function scalarValue(text: string, style: ScalarStyle, tag: string | undefined): YamlScalar["value"] {
  if (tag === `${standardTag}str` || localTag(tag) !== undefined) return text;
  const typed = tag?.startsWith(standardTag) === true;
  return style === "plain" || typed ? resolvePlain(text) : text;
}

function localTag(tag: string | undefined): string | undefined {
  return tag === undefined || tag === "!" || tag.startsWith(standardTag) ? undefined : tag;
}

const styles: Readonly<Record<Scalar.Type, ScalarStyle>> = {
  PLAIN: "plain",
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "block",
  BLOCK_FOLDED: "block",
};

function writtenScalar(node: Scalar, { file, start, end }: Source): WrittenScalar {
  const style = styles[node.type ?? "PLAIN"];
  const all = file.text.slice(start, end);
  if (style === "plain") return { style, text: all, start };
  if (style === "block") {
    const header = all.indexOf("\n") + 1;
    return { style, text: header === 0 ? "" : all.slice(header), start: start + header };
  }
  return { style, text: all.slice(1, -1), start: start + 1 };
}
