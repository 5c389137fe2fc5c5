import type { Reference } from "../model/reference.ts";
import { askedByLookup, askedOf, type Asking, askingOf, member, nothingAsked } from "./asking.ts";
import { definedIf, isDefault, isDefinedTest, isNoneTest } from "./guards.ts";
import type { Node } from "./node.ts";
import { childrenOf } from "./node.ts";

/**
 * Every variable that the expression may ask for, where it does. A reference is guarded where the expression copes with
 * its absence; `defined` are names of which that is known from outside.
 */
export function collectReferences(node: Node, defined: ReadonlySet<string> = new Set()): Reference[] {
  return collect(node, { defined, tolerant: false, asking: nothingAsked });
}

interface Context {
  /** Names that a condition has made sure of. */
  readonly defined: ReadonlySet<string>;
  /** Something further out copes with an undefined value here. */
  readonly tolerant: boolean;
  /** What is asked of the value further out. */
  readonly asking: Asking;
}

function collect(node: Node, context: Context): Reference[] {
  switch (node.kind) {
    case "name":
      return [referenceTo(node, context)];
    case "attribute":
      return collect(node.target, { ...context, asking: member(node, context.asking) });
    case "call":
      return [...askedByLookup(node), ...collectAll(childrenOf(node), below(context))];
    case "item":
    case "slice":
    case "method":
      return collectMember(node, context);
    case "filter":
    case "test":
      return collectWord(node, context);
    case "logic":
      return collectLogic(node, context);
    case "choice":
      return collectChoice(node, context);
    default:
      return collectAll(childrenOf(node), below(context));
  }
}

function referenceTo({ name, source }: Node<"name">, { defined, tolerant, asking }: Context): Reference {
  return { name, source, guarded: tolerant || defined.has(name), ...askedOf(name, asking) };
}

/** Where nothing copes with an undefined value, and nothing is asked of the value. */
function below(context: Context): Context {
  return { ...context, tolerant: false, asking: nothingAsked };
}

function collectAll(nodes: readonly Node[], context: Context): Reference[] {
  return nodes.flatMap((node) => collect(node, context));
}

function collectMember(node: Node<"item" | "slice" | "method">, context: Context): Reference[] {
  const [target, ...keys] = childrenOf(node);
  const ofTarget = { ...context, asking: member(node, context.asking) };
  return [...(target ? collect(target, ofTarget) : []), ...collectAll(keys, below(context))];
}

function collectWord(node: Node<"filter" | "test">, context: Context): Reference[] {
  const copes = isDefault(node) || isDefinedTest(node) || isNoneTest(node);
  const asking = askingOf(node, context.asking);
  // What comes out of `a | default(b)` may again be undefined, and somebody may cope with that.
  const tolerant = isDefault(node) && context.tolerant;
  return [
    ...collect(node.value, { ...context, tolerant: copes, asking: asking.value }),
    ...node.args.flatMap(({ value }, index) =>
      collect(value, { ...context, tolerant, asking: asking.args[index] ?? nothingAsked }),
    ),
  ];
}

function collectLogic(node: Node<"logic">, context: Context): Reference[] {
  const strict = below(context);
  const right = knowing(strict, definedIf(node.left, node.operator === "and"));
  return [...collect(node.left, strict), ...collect(node.right, right)];
}

function collectChoice(node: Node<"choice">, context: Context): Reference[] {
  return [
    ...collect(node.whenTrue, knowing(context, definedIf(node.test, true))),
    ...collect(node.test, below(context)),
    ...(node.whenFalse ? collect(node.whenFalse, knowing(context, definedIf(node.test, false))) : []),
  ];
}

function knowing(context: Context, names: readonly string[]): Context {
  return { ...context, defined: new Set([...context.defined, ...names]) };
}
