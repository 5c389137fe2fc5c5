import type { YamlNode, YamlScalar } from "../../model/yaml-node.ts";

export function isNull(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** Text with a `{{ }}` or `{% %}` in it: not known until variables are. */
export function isTemplate(node: YamlNode): boolean {
  if (node.kind !== "scalar" || node.tag === "!unsafe") return false;
  return typeof node.value === "string" && /\{[{%]/.test(node.value);
}

/** Text, number or boolean, as text; undefined for null, lists and mappings. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}

/** Text that is known now: no template. */
export function literalText(node: YamlNode | undefined): string | undefined {
  return node === undefined || isTemplate(node) ? undefined : textOf(node);
}

/** A scalar as the text that was written: `true` of `command: true` is the program, not a truth value. */
export function asWritten(scalar: YamlScalar): YamlScalar {
  if (typeof scalar.value === "string") return scalar;
  const { file, start, end } = scalar.source;
  const value = file.text.slice(start, end);
  return { ...scalar, value, segments: [{ inner: 0, outer: start, length: value.length }] };
}

/** A single value or a list, as a list; null is empty. */
export function asList(node: YamlNode | undefined): readonly YamlNode[] {
  if (node === undefined || isNull(node)) return [];
  return node.kind === "sequence" ? node.items : [node];
}
