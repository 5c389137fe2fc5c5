/** The nodes of Handlebars' syntax tree, by their `type`. */
interface Kinds {
  readonly ContentStatement: hbs.AST.ContentStatement;
  readonly MustacheStatement: hbs.AST.MustacheStatement;
  readonly BlockStatement: hbs.AST.BlockStatement;
  readonly CommentStatement: hbs.AST.CommentStatement;
  readonly SubExpression: hbs.AST.SubExpression;
  readonly PathExpression: hbs.AST.PathExpression;
  readonly StringLiteral: hbs.AST.StringLiteral;
  readonly NumberLiteral: hbs.AST.NumberLiteral;
  readonly BooleanLiteral: hbs.AST.BooleanLiteral;
}

export function isNode<Kind extends keyof Kinds>(node: hbs.AST.Node, kind: Kind): node is Kinds[Kind] {
  return node.type === kind;
}

/** A mustache, block or subexpression: a word with what it is given. `hash` is missing where there are no pairs. */
export interface HelperUse extends hbs.AST.Node {
  readonly path: hbs.AST.Expression;
  readonly params: readonly hbs.AST.Expression[];
  readonly hash?: hbs.AST.Hash;
}

export function pairsOf(use: HelperUse): readonly hbs.AST.HashPair[] {
  return use.hash?.pairs ?? [];
}

export function takesNothing(use: HelperUse): boolean {
  return use.params.length === 0 && pairsOf(use).length === 0;
}

/** The word of a helper: a path of one plain part; undefined for `a.b`, `../a`, `@a`, `./a`. */
export function wordOf(path: hbs.AST.Expression): string | undefined {
  // Handlebars reads the word of the test `undefined x` as a literal.
  if (path.type === "UndefinedLiteral") return "undefined";
  if (!isNode(path, "PathExpression") || path.data || path.depth > 0 || isScoped(path)) return undefined;
  return path.parts.length === 1 ? path.parts[0] : undefined;
}

/** `./x` and `this.x`: never a block parameter. */
export function isScoped(path: hbs.AST.PathExpression): boolean {
  return /^(?:\.|this\b)/.test(path.original);
}
