import { PlayError } from "../base/play-error.ts";
import type { YamlNode, YamlScalar } from "../model/yaml-node.ts";
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

/** A text or a list of texts; a text with commas counts as a list where `commas` says so. */
export function literalTexts(
  node: YamlNode | undefined,
  keyword: string,
  context: CompileContext,
  commas = false,
): readonly string[] {
  if (!node) return [];
  const texts = listItems(node).flatMap((item) => literalText(item, keyword, context) ?? []);
  return commas ? texts.flatMap((text) => text.split(",").map((part) => part.trim())) : texts;
}

/** The items of a list, or the node itself as the only one. */
export function listItems(node: YamlNode): readonly YamlNode[] {
  return node.kind === "sequence" ? node.items : [node];
}

/** A scalar made up by us, which stands where `at` stands. */
export function scalarAt(
  at: YamlNode | { readonly source: YamlNode["source"] },
  value: YamlScalar["value"],
): YamlScalar {
  return { kind: "scalar", value, source: at.source, segments: [] };
}
