import { definedIf } from "../expression/guards.ts";
import type { Node } from "../expression/node.ts";
import { collectReferences } from "../expression/references.ts";
import type { Reference } from "../model/reference.ts";
import type { HandlebarsBlock } from "./handlebars-block.ts";
import { isLocalName } from "./handlebars-frame.ts";

/** The variables that the blocks ask for; guarded below an `#if` that holds only where they are defined. */
export function referencesOf(
  blocks: readonly HandlebarsBlock[],
  defined: ReadonlySet<string> = new Set(),
): Reference[] {
  return blocks.flatMap((block) => referencesOfBlock(block, defined));
}

function referencesOfBlock(block: HandlebarsBlock, defined: ReadonlySet<string>): Reference[] {
  switch (block.kind) {
    case "text":
      return [];
    case "output":
      return variablesOf(block.value, defined);
    case "frame":
      return [
        ...variablesOf(block.value, defined),
        ...referencesOf(block.body, defined),
        ...referencesOf(block.otherwise, defined),
      ];
    default:
      return [
        ...variablesOf(block.test, defined),
        ...referencesOf(block.body, knowing(defined, definedIf(block.test, true))),
        ...referencesOf(block.otherwise, knowing(defined, definedIf(block.test, false))),
      ];
  }
}

function variablesOf(node: Node, defined: ReadonlySet<string>): Reference[] {
  return collectReferences(node, defined).filter(({ name }) => !isLocalName(name));
}

function knowing(defined: ReadonlySet<string>, names: readonly string[]): ReadonlySet<string> {
  return new Set([...defined, ...names]);
}
