import { PlayError } from "../base/play-error.ts";
import type { Keywords } from "../model/playbook.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import type { Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";
import { listItems } from "./literal.ts";
import { keywordSource } from "./unsupported.ts";

/** `when:`. Without a condition it would be passed over in silence. Collects BAD_SHAPE. */
export function compileWhen(keywords: Keywords, { templates, errors }: CompileContext): readonly Template[] {
  const node = keywords.get("when");
  if (!node) return [];
  const problems = listItems(node).flatMap((item) => conditionProblem(item) ?? []);
  for (const problem of problems) errors.add(problem);
  return problems.length > 0 ? [] : [templates.condition(node)];
}

function conditionProblem(node: YamlNode): PlayError | undefined {
  if (node.kind !== "scalar") return undefined;
  const { tag, value } = node;
  if (tag !== undefined)
    return new PlayError("BAD_SHAPE", `${tag} is a tag of YAML, not a condition`, {
      source: keywordSource(tag, node),
      hint: `write "not ${tag.slice(1)}"`,
    });
  if (value !== null && value !== "") return undefined;
  return new PlayError("BAD_SHAPE", "when has no condition", {
    source: keywordSource("when", node),
    hint: "write one, or leave when away",
  });
}

/** `environment:`, a mapping or a list of them. Collects BAD_SHAPE. */
export function compileEnvironment(
  keywords: Keywords,
  { templates, errors }: CompileContext,
): readonly Template[] {
  const node = keywords.get("environment");
  if (!node) return [];
  return listItems(node).map((item) => {
    const template = templates.value(item);
    const { source } = item;
    if (item.kind !== "mapping" && template.constant && !isNothing(item))
      errors.add(
        new PlayError("BAD_SHAPE", "environment must be a mapping", {
          source,
          hint: "write it as NAME: value",
        }),
      );
    return template;
  });
}

function isNothing(node: YamlNode): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** `notify:`, a name or a list of them. */
export function compileNotify(keywords: Keywords, { templates }: CompileContext): readonly Template[] {
  const node = keywords.get("notify");
  return node ? listItems(node).map((item) => templates.value(item)) : [];
}
