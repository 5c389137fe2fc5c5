import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Node } from "../expression/node.ts";
import type { Value } from "../model/value.ts";
import { compileHelper } from "./handlebars-helper.ts";
import type { HelperUse } from "./handlebars-node.ts";
import { isNode, takesNothing } from "./handlebars-node.ts";
import { compilePath, targetOfLength } from "./handlebars-path.ts";
import type { Place } from "./handlebars-place.ts";

/** A parameter: a literal, a path or a subexpression. Throws TEMPLATE_SYNTAX, UNKNOWN_FUNCTION. */
export function compileExpression(expression: hbs.AST.Expression, place: Place): Node {
  const source = place.locate(expression.loc);
  if (isNode(expression, "PathExpression")) return compilePath(expression, place.frame, source);
  if (isNode(expression, "SubExpression")) return compileUse(expression, place);
  return { kind: "literal", value: literalValue(expression, source), source };
}

/** `undefined` and `null` are both null: a playbook cannot tell them apart. */
function literalValue(expression: hbs.AST.Expression, source: Source): Value {
  if (isNode(expression, "StringLiteral")) return expression.value;
  if (isNode(expression, "NumberLiteral")) return expression.value;
  if (isNode(expression, "BooleanLiteral")) return expression.value;
  if (expression.type === "NullLiteral" || expression.type === "UndefinedLiteral") return null;
  throw new PlayError("TEMPLATE_SYNTAX", "this cannot stand here", { source });
}

/** A helper with what it is given. */
export function compileUse(use: HelperUse, place: Place): Node {
  return compileHelper(use, place, {
    value: (expression) => compileExpression(expression, place),
    condition: (expression) => compileCondition(expression, place),
  });
}

/** What `{{ }}` holds: a helper with what it is given, or a value. */
export function compileMustache(mustache: HelperUse, place: Place): Node {
  if (!takesNothing(mustache)) return compileUse(mustache, place);
  const value = compileExpression(mustache.path, place);
  // The one function that stands alone; a variable of that name comes first.
  if (value.kind !== "name" || value.name !== "now") return value;
  return orElse(value, { kind: "call", name: "now", args: [], source: value.source });
}

function orElse(value: Node, other: Node): Node {
  const args = [{ form: "positional", name: "", value: other }] as const;
  return { kind: "filter", name: "default", value, args, source: value.source };
}

/** An expression of which only the truth matters: a path that leads nowhere is false. */
export function compileCondition(expression: hbs.AST.Expression, place: Place): Node {
  const node = compileExpression(expression, place);
  return isNode(expression, "PathExpression") ? orFalse(node) : node;
}

function orFalse(node: Node): Node {
  const { source } = node;
  const list = targetOfLength(node);
  const value = orElse(node, { kind: "literal", value: false, source });
  return list ? { kind: "logic", operator: "and", left: orFalse(list), right: value, source } : value;
}
