import { ErrorCollector, PlayError } from "../../engine/base/play-error.ts";
import type { Source } from "../../engine/base/source.ts";
import { checkWords } from "../../engine/expression/check-words.ts";
import { evaluate } from "../../engine/expression/evaluate.ts";
import { parseExpression } from "../../engine/expression/parse-expression.ts";
import type { Passage } from "../../engine/expression/passage.ts";
import type { Value } from "../../engine/model/value.ts";
import { scopeOf, tinyVocabulary } from "./tiny-vocabulary.ts";

export function passageOfText(text: string): Passage {
  const file = { path: "test.yml", text };
  return { text, start: 0, end: text.length, locate: (start, end) => ({ file, start, end }) };
}

/** What the expression comes to with these variables; compared as plain data. */
export function valueOf(text: string, values: Readonly<Record<string, Value>> = {}): Value {
  const node = parseExpression(passageOfText(text));
  return evaluate(node, { scope: scopeOf(values), vocabulary: tinyVocabulary });
}

/** The error's code and the text it points at. */
export function errorOf(body: () => unknown): {
  code: string;
  at: string;
  message: string;
  hint: string | undefined;
} {
  try {
    body();
  } catch (error) {
    if (error instanceof PlayError) return describeError(error);
    throw error;
  }
  throw new TypeError("nothing was thrown");
}

export function describeError(error: PlayError): ReturnType<typeof errorOf> {
  return { code: error.code, at: textAt(error.source), message: error.message, hint: error.hint };
}

export function textAt(source: Source | undefined): string {
  return source ? source.file.text.slice(source.start, source.end) : "(nowhere)";
}

/** The errors that compiling finds. */
export function wordErrorsOf(text: string): ReturnType<typeof errorOf>[] {
  const errors = new ErrorCollector();
  checkWords(parseExpression(passageOfText(text)), tinyVocabulary, errors);
  return errors.errors.map(describeError);
}
