import { definedIf } from "../expression/guards.ts";
import type { Node } from "../expression/node.ts";
import { collectReferences } from "../expression/references.ts";
import type { Reference } from "../model/reference.ts";
import type { Block, ForBlock, IfBlock } from "./block.ts";

/** Variables that the blocks ask for and do not set themselves before. */
export function collectBlockReferences(blocks: readonly Block[]): Reference[] {
  return collect(blocks, { bound: new Set(), defined: new Set() });
}

interface Context {
  /** Names that the template has set; grows from block to block. */
  readonly bound: Set<string>;
  /** Names that a condition has made sure of. */
  readonly defined: ReadonlySet<string>;
}

function collect(blocks: readonly Block[], context: Context): Reference[] {
  return blocks.flatMap((block) => collectBlock(block, context));
}

function collectBlock(block: Block, context: Context): Reference[] {
  switch (block.kind) {
    case "text":
      return [];
    case "output":
    case "set-member":
      return freeNames(block.value, context);
    case "set": {
      const references = freeNames(block.value, context);
      for (const name of block.names) context.bound.add(name);
      return references;
    }
    case "capture": {
      const references = collect(block.body, { ...context, bound: new Set(context.bound) });
      context.bound.add(block.name);
      return references;
    }
    case "if":
      return collectIf(block, context);
    default:
      return collectFor(block, context);
  }
}

function freeNames(node: Node, { bound, defined }: Context): Reference[] {
  return collectReferences(node, defined).filter(({ name }) => !bound.has(name));
}

function collectIf(block: IfBlock, outer: Context): Reference[] {
  const references: Reference[] = [];
  let context = outer;
  for (const { test, body } of block.branches) {
    references.push(...freeNames(test, context));
    references.push(...collect(body, knowing(context, definedIf(test, true))));
    context = knowing(context, definedIf(test, false));
  }
  return [...references, ...collect(block.otherwise ?? [], context)];
}

function collectFor(block: ForBlock, context: Context): Reference[] {
  const inner = { ...context, bound: new Set([...context.bound, ...block.names, "loop"]) };
  const known = block.filter ? knowing(inner, definedIf(block.filter, true)) : inner;
  return [
    ...freeNames(block.list, context),
    ...(block.filter ? freeNames(block.filter, inner) : []),
    ...collect(block.body, known),
    ...collect(block.otherwise ?? [], { ...context, bound: new Set(context.bound) }),
  ];
}

function knowing(context: Context, names: readonly string[]): Context {
  return { ...context, defined: new Set([...context.defined, ...names]) };
}
