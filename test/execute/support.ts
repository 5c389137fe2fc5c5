import { ErrorCollector } from "../../engine/base/play-error.ts";
import { LayeredScope, type Layer } from "../../engine/execute/layers.ts";
import type { Value } from "../../engine/model/value.ts";
import { compileText } from "../../engine/template/compile-text.ts";
import type { Template } from "../../engine/template/contract.ts";
import { vocabulary } from "../../engine/vocabulary/vocabulary.ts";
import type { Templates } from "../../engine/compile/program.ts";

/** A template of text that has no mistakes. */
export function template(text: string): Template {
  const errors = new ErrorCollector();
  const compiled = compileText({ path: "test.yml", text }, vocabulary, errors);
  const [first] = errors.errors;
  if (first) throw first;
  return compiled;
}

export function templates(entries: Readonly<Record<string, string>>): Templates {
  return new Map(Object.entries(entries).map(([name, text]) => [name, template(text)]));
}

export function scopeOf(entries: Readonly<Record<string, Value>>, ...below: readonly Layer[]): LayeredScope {
  const top: Layer = { kind: "values", entries: new Map(Object.entries(entries)) };
  return new LayeredScope([top, ...below], { searchPath: [] });
}
