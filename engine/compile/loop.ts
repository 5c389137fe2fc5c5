import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Keywords } from "../model/playbook.ts";
import { findEntry, type YamlMapping, type YamlNode } from "../model/yaml-node.ts";
import type { CompileContext } from "./context.ts";
import { variableName } from "./literal.ts";
import type { Template } from "../template/contract.ts";
import type { Loop } from "./program.ts";
import { keywordSource } from "./unsupported.ts";

/** `loop`, or one of the `with_<lookup>` keywords. */
export function compileLoop(keywords: Keywords, context: CompileContext): Loop | undefined {
  const loops = [...keywords].filter(([name]) => name === "loop" || name.startsWith("with_"));
  const [first, second] = loops;
  if (!first) return undefined;
  const [name, node] = first;
  if (second)
    context.errors.add(
      new PlayError("BAD_SHAPE", `a task has one loop, not both ${name} and ${second[0]}`, {
        source: second[1].source,
      }),
    );
  const lookup = name === "loop" ? undefined : name.slice("with_".length);
  const items = context.templates.value(node);
  if (lookup === undefined) checkItems(node, items, context);
  else checkLookup(lookup, node, context);
  return {
    lookup,
    items,
    ...loopControl(keywords.get("loop_control"), context),
  };
}

/** A loop that is written out must be a list. */
function checkItems(node: YamlNode, items: Template, { errors }: CompileContext): void {
  if (node.kind === "sequence" || !items.constant) return;
  const hint = node.kind === "mapping" ? 'write loop: "{{ … | dict2items }}"' : "write it as a list: [a, b]";
  errors.add(new PlayError("BAD_SHAPE", "loop needs a list", { source: node.source, hint }));
}

function checkLookup(lookup: string, node: YamlNode, { errors, templates }: CompileContext): void {
  if (templates.lookups.has(lookup)) return;
  errors.add(
    new PlayError("UNKNOWN_FUNCTION", `there is no lookup "${lookup}" for with_${lookup}`, {
      source: keywordSource(`with_${lookup}`, node),
      hint: didYouMean(lookup, templates.lookups) ?? "use loop with a filter",
    }),
  );
}

const controlNames = ["loop_var", "index_var", "label", "pause", "extended", "extended_allitems"];

function loopControl(node: YamlNode | undefined, context: CompileContext): Omit<Loop, "lookup" | "items"> {
  if (!node) return { loopVar: "item", extended: false };
  if (node.kind !== "mapping") {
    context.errors.add(
      new PlayError("BAD_SHAPE", "loop_control must be a mapping", {
        source: node.source,
        hint: `it takes ${controlNames.join(", ")}`,
      }),
    );
    return { loopVar: "item", extended: false };
  }
  rejectOthers(node, context);
  const variable = (name: string): string | undefined => {
    const entry = findEntry(node, name);
    return entry && variableName(entry.value, name, context);
  };
  const indexVar = variable("index_var");
  const label = findEntry(node, "label");
  const pause = findEntry(node, "pause");
  const extended = findEntry(node, "extended");
  return {
    loopVar: variable("loop_var") ?? "item",
    extended: extended?.value.kind === "scalar" && extended.value.value === true,
    ...(indexVar !== undefined && { indexVar }),
    ...(label && { label: context.templates.value(label.value) }),
    ...(pause && { pause: context.templates.value(pause.value) }),
  };
}

function rejectOthers(node: YamlMapping, context: CompileContext): void {
  for (const entry of node.entries) {
    if (controlNames.includes(entry.key)) continue;
    context.errors.add(
      new PlayError("UNKNOWN_KEY", `loop_control has no keyword "${entry.key}"`, {
        source: entry.keySource,
        hint: didYouMean(entry.key, controlNames) ?? `it takes ${controlNames.join(", ")}`,
      }),
    );
  }
}
