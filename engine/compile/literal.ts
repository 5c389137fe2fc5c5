import { PlayError } from "../base/play-error.ts";
import type { YamlNode, YamlScalar } from "../model/yaml-node.ts";
import type { Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";

/** Whether a text holds anything to render. */
export function hasTemplate(text: string): boolean {
  return text.includes("{{") || text.includes("{%");
}

/** The text of a keyword that must be known before the run: register, loop_var, listen, tags. */
export function literalText(node: YamlNode, keyword: string, context: CompileContext): string | undefined {
  if (node.kind === "scalar" && node.value !== null && !hasTemplate(String(node.value)))
    return String(node.value);
  context.errors.add(
    new PlayError("BAD_SHAPE", `${keyword} must be plain text`, {
      source: node.source,
      hint: "it is needed before the first host is touched, so it cannot hold {{ }}",
    }),
  );
  return undefined;
}

/** The name of a variable that a task sets: register, loop_var, index_var. */
export function variableName(node: YamlNode, keyword: string, context: CompileContext): string | undefined {
  const name = literalText(node, keyword, context);
  if (name === undefined || /^[A-Za-z_]\w*$/.test(name)) return name;
  context.errors.add(
    new PlayError("BAD_SHAPE", `"${name}" cannot be the name of a variable`, {
      source: node.source,
      hint: "letters, digits and underscores, not a digit first",
    }),
  );
  return undefined;
}

/** A text or a list of texts; a text with commas counts as a list where `commas` says so. */
export function literalTexts(
  node: YamlNode | undefined,
  keyword: string,
  context: CompileContext,
  commas = false,
): readonly string[] {
  if (!node) return [];
  const texts = listItems(node).flatMap((item) => literalText(item, keyword, context) ?? []);
  if (!commas) return texts;
  return texts.flatMap((text) => text.split(",").map((part) => part.trim())).filter((text) => text !== "");
}

/** The items of a list, or the node itself as the only one. */
export function listItems(node: YamlNode): readonly YamlNode[] {
  return node.kind === "sequence" ? node.items : [node];
}

/** A template as it is written, without the quotes around it; for naming what is only known in the run. */
export function writtenText({ source }: Template): string {
  const text = source.file.text.slice(source.start, source.end);
  return /^(["'])[\s\S]*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** A scalar made up by us, which stands where `at` stands. */
export function scalarAt(
  at: YamlNode | { readonly source: YamlNode["source"] },
  value: YamlScalar["value"],
): YamlScalar {
  return { kind: "scalar", value, source: at.source, segments: [] };
}
