import { ErrorCollector } from "../../engine/base/play-error.ts";
import type { Value } from "../../engine/model/value.ts";
import { compileText } from "../../engine/template/compile-text.ts";
import type { Template } from "../../engine/template/contract.ts";
import { describeError } from "../expression/support.ts";
import { scopeOf, tinyVocabulary } from "../expression/tiny-vocabulary.ts";

/** The template of a text that has no errors. */
export function templateOf(text: string): Template {
  const errors = new ErrorCollector();
  const template = compileText({ path: "test.yml", text }, tinyVocabulary, errors);
  const [error] = errors.errors;
  if (error) throw error;
  return template;
}

export function render(text: string, values: Readonly<Record<string, Value>> = {}): Value {
  return templateOf(text).render(scopeOf(values));
}

/** The errors that compiling a text finds. */
export function errorsOf(text: string): ReturnType<typeof describeError>[] {
  const errors = new ErrorCollector();
  compileText({ path: "test.yml", text }, tinyVocabulary, errors);
  return errors.errors.map(describeError);
}
