import type { ErrorCollector } from "../base/play-error.ts";
import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Node } from "../expression/node.ts";
import { parseChoice, parseOr } from "../expression/parse-expression.ts";
import type { Passage } from "../expression/passage.ts";
import type { TokenStream } from "../expression/token-stream.ts";
import type { Block } from "./block.ts";
import type { ParseStatement } from "./block-reader.ts";
import { BlockReader } from "./block-reader.ts";
import type { Statement } from "./statement.ts";

/**
 * The blocks of a template. Errors inside `{{ }}` are collected; an error in a statement, after which the rest has no
 * meaning, is thrown: TEMPLATE_SYNTAX or EXPRESSION_SYNTAX.
 */
export function parseBlocks(passage: Passage, errors: ErrorCollector): Block[] {
  return new BlockReader(passage, errors, parseStatement).readAll();
}

const statements: Readonly<Record<string, ParseStatement>> = { if: parseIf, for: parseFor, set: parseSet };

function parseStatement(statement: Statement, reader: BlockReader): Block {
  const { word, source } = statement;
  const parse = Object.hasOwn(statements, word) ? statements[word] : undefined;
  if (parse) return parse(statement, reader);
  if (/^(?:else|elif|end\w+)$/.test(word))
    throw new PlayError("TEMPLATE_SYNTAX", `"${word}" closes nothing that is open here`, { source });
  const hint = didYouMean(word, Object.keys(statements)) ?? "the statements are if, for, set and raw";
  throw new PlayError("TEMPLATE_SYNTAX", `there is no statement "${word}"`, { source, hint });
}

function parseIf(opening: Statement, reader: BlockReader): Block {
  const branches: { test: Node; body: readonly Block[] }[] = [];
  let statement = opening;
  while (statement.word !== "else" && statement.word !== "endif") {
    const test = parseRest(statement.tokens);
    const body = reader.readBody(opening, ["elif", "else", "endif"]);
    branches.push({ test, body: body.blocks });
    statement = body.end;
  }
  statement.tokens.expectEnd();
  if (statement.word === "endif") return { kind: "if", branches, otherwise: undefined };
  return { kind: "if", branches, otherwise: readLast(opening, reader, "endif") };
}

function parseFor(opening: Statement, reader: BlockReader): Block {
  const { tokens } = opening;
  const names = parseNames(tokens);
  tokens.expect("in");
  const list = parseOr(tokens);
  const filter = tokens.take("if") ? parseOr(tokens) : undefined;
  tokens.expectEnd();
  const { blocks: body, end } = reader.readBody(opening, ["else", "endfor"]);
  const otherwise = end.word === "else" ? readLast(opening, reader, "endfor") : undefined;
  return { kind: "for", names, list, filter, body, otherwise };
}

function parseSet(opening: Statement, reader: BlockReader): Block {
  const { tokens } = opening;
  const names = parseNames(tokens);
  const [name = ""] = names;
  if (tokens.current.kind === "end")
    return { kind: "capture", name, body: readLast(opening, reader, "endset") };
  const member = tokens.take(".") ? tokens.expectKind("name", "a name after the dot").text : undefined;
  tokens.expect("=");
  const value = parseRest(tokens);
  return member === undefined ? { kind: "set", names, value } : { kind: "set-member", name, member, value };
}

function readLast(opening: Statement, reader: BlockReader, word: string): readonly Block[] {
  const { blocks, end } = reader.readBody(opening, [word]);
  end.tokens.expectEnd();
  return blocks;
}

function parseRest(tokens: TokenStream): Node {
  const node = parseChoice(tokens);
  tokens.expectEnd();
  return node;
}

/** `a` or `a, b` or `(a, b)`. */
function parseNames(tokens: TokenStream): string[] {
  const open = tokens.take("(");
  const names = [tokens.expectKind("name", "a name").text];
  while (tokens.take(",")) names.push(tokens.expectKind("name", "a name").text);
  if (open) tokens.expect(")");
  return names;
}
