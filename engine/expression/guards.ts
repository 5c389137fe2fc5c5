import type { Node } from "./node.ts";
import { shortName } from "./word.ts";

const definedWords: Readonly<Record<string, boolean>> = { defined: true, undefined: false };
const defaultWords: ReadonlySet<string> = new Set(["default", "d"]);

/** Filters that make something true only of what is true itself. */
const truthKeepers: ReadonlySet<string> = new Set(["bool", "length", "count"]);

export function isDefinedTest(node: Node): node is Node<"test"> {
  return node.kind === "test" && Object.hasOwn(definedWords, node.name);
}

/** `x is none` is false where there is no x; that x is not null does not mean that it is defined. */
export function isNoneTest(node: Node): boolean {
  return node.kind === "test" && node.name === "none";
}

export function isDefault(node: Node): node is Node<"filter"> {
  return node.kind === "filter" && defaultWords.has(shortName(node.name));
}

/** The variables that are surely defined once the expression has turned out true, or false (`outcome`). */
export function definedIf(node: Node, outcome: boolean): readonly string[] {
  switch (node.kind) {
    case "test":
      return isDefinedTest(node) && definedWords[node.name] === outcome ? rootOf(node.value) : [];
    case "not":
      return definedIf(node.operand, !outcome);
    case "logic":
      if ((node.operator === "and") !== outcome) return [];
      return [...definedIf(node.left, outcome), ...definedIf(node.right, outcome)];
    case "filter":
      return outcome ? definedIfTrue(node) : [];
    default:
      return [];
  }
}

/** `x | default(false)` can be true only if x is defined. */
function definedIfTrue(node: Node<"filter">): readonly string[] {
  if (truthKeepers.has(shortName(node.name))) return definedIf(node.value, true);
  return isDefault(node) && node.args.every(({ value }, index) => index > 0 || isFalse(value))
    ? rootOf(node.value)
    : [];
}

function isFalse(node: Node): boolean {
  if (node.kind === "list" || node.kind === "tuple") return node.items.length === 0;
  if (node.kind === "map") return node.entries.length === 0;
  return node.kind === "literal" && !node.value;
}

/** The variable at the start of `a.b[c].d`. */
function rootOf(node: Node): readonly string[] {
  if (node.kind === "name") return [node.name];
  if (node.kind === "attribute" || node.kind === "item" || node.kind === "slice") return rootOf(node.target);
  return [];
}
