import type { Source } from "../base/source.ts";
import type { Value } from "../model/value.ts";

/** The parts of each kind of node. */
export interface NodeParts {
  literal: { readonly value: Value };
  name: { readonly name: string };
  list: { readonly items: readonly Node[] };
  /** `(a, b)`: a list as a value, but several values to the right of `%`. */
  tuple: { readonly items: readonly Node[] };
  map: { readonly entries: readonly { readonly key: Node; readonly value: Node }[] };
  /** `target.name` */
  attribute: { readonly target: Node; readonly name: string };
  /** `target[key]` */
  item: { readonly target: Node; readonly key: Node };
  slice: {
    readonly target: Node;
    readonly from: Node | undefined;
    readonly to: Node | undefined;
    readonly step: Node | undefined;
  };
  /** `name(args)`: a function of the vocabulary. */
  call: { readonly name: string; readonly args: readonly Argument[] };
  method: { readonly target: Node; readonly name: string; readonly args: readonly Argument[] };
  filter: { readonly value: Node; readonly name: string; readonly args: readonly Argument[] };
  test: { readonly value: Node; readonly name: string; readonly args: readonly Argument[] };
  not: { readonly operand: Node };
  sign: { readonly operator: "+" | "-"; readonly operand: Node };
  arithmetic: { readonly operator: ArithmeticOperator; readonly left: Node; readonly right: Node };
  /** `a ~ b` */
  concatenation: { readonly left: Node; readonly right: Node };
  logic: { readonly operator: "and" | "or"; readonly left: Node; readonly right: Node };
  /** `first < second <= third`: every neighbouring pair must hold. */
  comparison: { readonly first: Node; readonly rest: readonly Comparand[] };
  /** `whenTrue if test else whenFalse` */
  choice: { readonly test: Node; readonly whenTrue: Node; readonly whenFalse: Node | undefined };
}

export type NodeKind = keyof NodeParts;

/** A node; `source` is the token that an error about it points at: a name, an operator, a filter's name. */
export type Node<Kind extends NodeKind = NodeKind> = {
  [K in Kind]: { readonly kind: K; readonly source: Source } & NodeParts[K];
}[Kind];

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

export type ComparisonOperator = "==" | "!=" | "<" | ">" | "<=" | ">=" | "in" | "not in";

export interface Comparand {
  readonly operator: ComparisonOperator;
  readonly source: Source;
  readonly right: Node;
}

/** `value`, `name=value`, `*value` or `**value` between the parentheses of a call. */
export interface Argument {
  readonly form: "positional" | "named" | "spread" | "spread-named";
  /** Of a named argument; otherwise empty. */
  readonly name: string;
  readonly value: Node;
}

/** The nodes directly below a node, in the order in which they are written. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "literal":
    case "name":
      return [];
    case "list":
    case "tuple":
      return node.items;
    case "map":
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case "comparison":
      return [node.first, ...node.rest.map(({ right }) => right)];
    case "choice":
      return [node.whenTrue, node.test, ...(node.whenFalse ? [node.whenFalse] : [])];
    default:
      return operandsOf(node);
  }
}

type PlainNode = Exclude<Node, Node<"literal" | "name" | "list" | "tuple" | "map" | "comparison" | "choice">>;

function operandsOf(node: PlainNode): readonly Node[] {
  const operands: Node[] = [];
  if ("target" in node) operands.push(node.target);
  if ("value" in node) operands.push(node.value);
  if ("operand" in node) operands.push(node.operand);
  if ("left" in node) operands.push(node.left, node.right);
  if ("key" in node) operands.push(node.key);
  if ("args" in node) operands.push(...node.args.map(({ value }) => value));
  if (node.kind === "slice")
    operands.push(...[node.from, node.to, node.step].filter((bound) => bound !== undefined));
  return operands;
}
