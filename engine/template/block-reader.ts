import type { ErrorCollector } from "../base/play-error.ts";
import { PlayError } from "../base/play-error.ts";
import { parseExpression } from "../expression/parse-expression.ts";
import type { Passage } from "../expression/passage.ts";
import { narrow } from "../expression/passage.ts";
import type { Block } from "./block.ts";
import type { Piece, TagPiece } from "./markup.ts";
import { readMarkup } from "./markup.ts";
import type { Statement } from "./statement.ts";
import { openStatement } from "./statement.ts";

/** Makes the block that a statement opens, reading on for its body. */
export type ParseStatement = (statement: Statement, reader: BlockReader) => Block;

/** The blocks of a statement's body, and the statement that ended it. */
export interface Body {
  readonly blocks: readonly Block[];
  readonly end: Statement;
}

/** Reads a template's pieces one after the other. */
export class BlockReader {
  readonly #passage: Passage;
  readonly #errors: ErrorCollector;
  readonly #parseStatement: ParseStatement;
  readonly #pieces: Iterator<Piece, undefined>;

  constructor(passage: Passage, errors: ErrorCollector, parseStatement: ParseStatement) {
    this.#passage = passage;
    this.#errors = errors;
    this.#parseStatement = parseStatement;
    this.#pieces = readMarkup(passage).values();
  }

  /** All blocks to the end. */
  readAll(): Block[] {
    const blocks: Block[] = [];
    for (let piece = this.#next(); piece; piece = this.#next()) {
      if (piece.kind === "statement") blocks.push(this.#parseStatement(this.#open(piece), this));
      else blocks.push(...this.#readPlain(piece));
    }
    return blocks;
  }

  /** The blocks up to a statement with one of these words. Throws TEMPLATE_SYNTAX where none follows. */
  readBody(opening: Statement, words: readonly string[]): Body {
    const blocks: Block[] = [];
    for (let piece = this.#next(); piece; piece = this.#next()) {
      if (piece.kind === "statement") {
        const statement = this.#open(piece);
        if (words.includes(statement.word)) return { blocks, end: statement };
        blocks.push(this.#parseStatement(statement, this));
      } else blocks.push(...this.#readPlain(piece));
    }
    throw new PlayError("TEMPLATE_SYNTAX", `"${opening.word}" is not closed`, {
      source: opening.source,
      hint: `close it with {% ${words.at(-1)} %}`,
    });
  }

  #next(): Piece | undefined {
    return this.#pieces.next().value;
  }

  #open(piece: TagPiece): Statement {
    return openStatement(narrow(this.#passage, piece.start, piece.end));
  }

  #readPlain(piece: Piece): Block[] {
    if (piece.kind === "text") return [{ kind: "text", text: piece.text }];
    const inside = narrow(this.#passage, piece.start, piece.end);
    const value = this.#errors.attempt(() => parseExpression(inside));
    return value ? [{ kind: "output", value }] : [];
  }
}
