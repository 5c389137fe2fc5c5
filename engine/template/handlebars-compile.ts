import type { ErrorCollector } from "../base/play-error.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { checkWords } from "../expression/check-words.ts";
import type { Node } from "../expression/node.ts";
import type { HandlebarsBlock } from "./handlebars-block.ts";
import { compileCondition, compileExpression, compileMustache, compileUse } from "./handlebars-expression.ts";
import type { Frame } from "./handlebars-frame.ts";
import { openFrame } from "./handlebars-frame.ts";
import { isCondition } from "./handlebars-helper.ts";
import { isNode, pairsOf, wordOf } from "./handlebars-node.ts";
import type { Place } from "./handlebars-place.ts";

export interface Compilation extends Omit<Place, "frame"> {
  readonly errors: ErrorCollector;
  readonly frame?: Frame | undefined;
}

/** The blocks of a program; errors of one statement are collected and the others go on. */
export function compileProgram(
  program: hbs.AST.Program | undefined,
  compilation: Compilation,
): HandlebarsBlock[] {
  const place: BlockPlace = { frame: undefined, ...compilation };
  return (program?.body ?? []).flatMap(
    (statement) => place.errors.attempt(() => compileStatement(statement, place)) ?? [],
  );
}

interface BlockPlace extends Place {
  readonly errors: ErrorCollector;
}

function compileStatement(statement: hbs.AST.Statement, place: BlockPlace): HandlebarsBlock[] {
  if (isNode(statement, "ContentStatement")) return [{ kind: "text", text: statement.value }];
  if (isNode(statement, "CommentStatement")) return [];
  if (isNode(statement, "MustacheStatement"))
    return [{ kind: "output", value: checked(compileMustache(statement, place), place) }];
  if (isNode(statement, "BlockStatement")) return compileBlock(statement, place);
  const what = statement.type.startsWith("Partial") ? "partials" : "decorators";
  throw new PlayError("TEMPLATE_SYNTAX", `there are no ${what} in templates`, {
    source: place.locate(statement.loc),
  });
}

function checked(node: Node, { vocabulary, errors }: BlockPlace): Node {
  checkWords(node, vocabulary, errors);
  return node;
}

type CompileBlock = (block: hbs.AST.BlockStatement, place: BlockPlace) => HandlebarsBlock[];

const blockHelpers: Readonly<Record<string, CompileBlock>> = {
  if: (block, place) => compileChoice(compileCondition(onlyParam(block, place), place), block, place),
  unless: (block, place) => {
    const operand = compileCondition(onlyParam(block, place), place);
    return compileChoice({ kind: "not", operand, source: operand.source }, block, place);
  },
  each: (block, place) => compileFrame("each", block, place),
  with: (block, place) => compileFrame("with", block, place),
  // {{{{raw}}}} … {{{{/raw}}}}: its inside is text already.
  raw: (block, place) => compileProgram(block.program, place),
};

function compileBlock(block: hbs.AST.BlockStatement, place: BlockPlace): HandlebarsBlock[] {
  const word = wordOf(block.path);
  const compile = word !== undefined && Object.hasOwn(blockHelpers, word) ? blockHelpers[word] : undefined;
  if (compile) return compile(block, place);
  if (word !== undefined && isCondition(word, place))
    return compileChoice(compileUse(block, place), block, place);
  const source = place.locate(block.path.loc);
  const name = word ?? "";
  throw new PlayError("UNKNOWN_FUNCTION", `there is no block helper "${block.path.original}"`, {
    source,
    hint: didYouMean(name, Object.keys(blockHelpers)) ?? "write {{#if …}}, {{#each …}} or {{#with …}}",
  });
}

function onlyParam(block: hbs.AST.BlockStatement, place: BlockPlace): hbs.AST.Expression {
  const [param, ...more] = block.params;
  if (param && more.length === 0 && pairsOf(block).length === 0) return param;
  throw new PlayError("TEMPLATE_SYNTAX", `#${block.path.original} takes one value`, {
    source: place.locate(block.path.loc),
    hint: "put a helper and what it is given in parentheses: {{#if (eq a b)}}",
  });
}

function compileChoice(test: Node, block: hbs.AST.BlockStatement, place: BlockPlace): HandlebarsBlock[] {
  const body = compileProgram(block.program, place);
  const otherwise = compileProgram(block.inverse, place);
  return [{ kind: "if", test: checked(test, place), body, otherwise }];
}

function compileFrame(
  kind: Frame["kind"],
  block: hbs.AST.BlockStatement,
  place: BlockPlace,
): HandlebarsBlock[] {
  const value = checked(compileExpression(onlyParam(block, place), place), place);
  const frame = openFrame(kind, block.program?.blockParams ?? [], place.frame);
  const body = compileProgram(block.program, { ...place, frame });
  return [{ kind: "frame", value, frame, body, otherwise: compileProgram(block.inverse, place) }];
}
