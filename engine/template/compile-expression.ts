import type { ErrorCollector } from "../base/play-error.ts";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { checkWords } from "../expression/check-words.ts";
import { evaluate } from "../expression/evaluate.ts";
import type { Node } from "../expression/node.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import type { Passage } from "../expression/passage.ts";
import { narrow } from "../expression/passage.ts";
import { collectReferences } from "../expression/references.ts";
import type { Truth } from "../expression/truth.ts";
import { truthOf } from "../expression/truth.ts";
import type { Scope } from "../model/scope.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { YamlNode, YamlScalar } from "../model/yaml-node.ts";
import { brokenTemplate } from "./constant.ts";
import type { Template } from "./contract.ts";
import type { Piece, TagPiece } from "./markup.ts";
import { readMarkup } from "./markup.ts";
import { passageOf } from "./scalar.ts";

/** A template that answers true, false, or Unknown. */
export interface Condition extends Template {
  readonly render: (scope: Scope) => Truth;
}

/**
 * What `when`, `until`, `that` and `debug: var` hold: an expression without braces (a single `{{ }}` will do as well), a
 * YAML boolean or number, or a list of such, all of which must hold. Collects what {@link compileTemplate} collects.
 */
export function compileExpression(node: YamlNode, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const before = errors.errors.length;
  const expression = readExpression(node, errors);
  if (expression) checkWords(expression, vocabulary, errors);
  if (!expression || errors.errors.length > before) return brokenTemplate(node.source);
  return {
    source: node.source,
    references: collectReferences(expression),
    constant: expression.kind === "literal",
    render: (scope) => evaluate(expression, { scope, vocabulary }),
  };
}

/** As {@link compileExpression}, but rendered to its truth: nothing, empty text and empty lists are false. */
export function compileCondition(node: YamlNode, vocabulary: Vocabulary, errors: ErrorCollector): Condition {
  const template = compileExpression(node, vocabulary, errors);
  return { ...template, render: (scope) => truthOf(template.render(scope)) };
}

function readExpression(node: YamlNode, errors: ErrorCollector): Node | undefined {
  if (node.kind === "scalar") return errors.attempt(() => readScalar(node));
  if (node.kind === "sequence") return readAll(node.items, node.source, errors);
  errors.add(
    new PlayError("BAD_SHAPE", "an expression is text or a list, not a mapping", { source: node.source }),
  );
  return undefined;
}

/** Conditions in a list are joined by `and`, so an earlier one can protect a later one: `x is defined`, `x > 1`. */
function readAll(items: readonly YamlNode[], source: Source, errors: ErrorCollector): Node | undefined {
  const nodes = items.map((item) => readExpression(item, errors)).filter((node) => node !== undefined);
  const [first, ...rest] = nodes;
  if (!first) return items.length === 0 ? { kind: "literal", source, value: true } : undefined;
  return rest.reduce(
    (left, right) => ({ kind: "logic", source: right.source, operator: "and", left, right }),
    first,
  );
}

function readScalar(scalar: YamlScalar): Node {
  const { value, source } = scalar;
  // An empty condition is no condition.
  if (value === null || value === "") return { kind: "literal", source, value: true };
  if (typeof value !== "string") return { kind: "literal", source, value };
  return parseExpression(withoutBraces(passageOf(scalar, value)));
}

function withoutBraces(passage: Passage): Passage {
  if (!passage.text.includes("{{") || !passage.text.includes("}}")) return passage;
  const pieces = readMarkup(passage).filter((piece) => piece.kind !== "text" || piece.text.trim() !== "");
  const [first, ...rest] = pieces;
  if (first?.kind === "output" && rest.length === 0) return narrow(passage, first.start, first.end);
  const tag = pieces.find(isTag);
  if (!tag) return passage;
  throw new PlayError("EXPRESSION_SYNTAX", "this is an expression already, it takes no braces", {
    source: passage.locate(tag.outerStart, tag.outerEnd),
    hint: "write the variable without {{ }}, and join texts with ~",
  });
}

function isTag(piece: Piece): piece is TagPiece {
  return piece.kind !== "text";
}
