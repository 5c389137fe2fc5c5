import type { ErrorCollector } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import { checkWords } from "../expression/check-words.ts";
import type { Passage } from "../expression/passage.ts";
import { narrow } from "../expression/passage.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { Value } from "../model/value.ts";
import type { YamlScalar } from "../model/yaml-node.ts";
import { nodesOf } from "./block-nodes.ts";
import { collectBlockReferences } from "./block-references.ts";
import { brokenTemplate, constantTemplate } from "./constant.ts";
import type { Template } from "./contract.ts";
import { LocalScope } from "./local-scope.ts";
import { hasMarkup } from "./markup.ts";
import { withNamespace } from "./namespace.ts";
import { parseBlocks } from "./parse-blocks.ts";
import { isValue, renderBlocks, renderValue } from "./render-blocks.ts";
import { secretTemplate } from "./secret.ts";
import { passageOf, scalarOf } from "./scalar.ts";

/** A text that is no part of a YAML file, such as an argument of the command line, as a template. */
export function compileText(file: SourceFile, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  return compileScalar(scalarOf(file), vocabulary, errors);
}

/**
 * A scalar as a template. One that is a single `{{ }}` keeps the value's type; `!unsafe` text is never a template;
 * what `!secret` text renders to is kept from being shown.
 */
export function compileScalar(scalar: YamlScalar, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const template = compilePlain(scalar, vocabulary, errors);
  const { keepSecret } = vocabulary;
  return scalar.tag === "!secret" && keepSecret ? secretTemplate(template, keepSecret) : template;
}

function compilePlain(scalar: YamlScalar, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const { value, source } = scalar;
  if (typeof value !== "string" || scalar.tag === "!unsafe" || !hasMarkup(value))
    return constantTemplate(value, source);
  const before = errors.errors.length;
  const blocks = errors.attempt(() => parseBlocks(withoutLineBreak(passageOf(scalar, value)), errors)) ?? [];
  const words = withNamespace(vocabulary);
  for (const node of nodesOf(blocks)) checkWords(node, words, errors);
  if (errors.errors.length > before) return brokenTemplate(source);
  const render = isValue(blocks) ? renderValue : renderBlocks;
  return {
    source,
    references: collectBlockReferences(blocks),
    constant: blocks.every(({ kind }) => kind === "text"),
    render: (scope) =>
      withLineBreaks(render(blocks, { scope: new LocalScope(scope), vocabulary: words }), value),
  };
}

/** Jinja leaves out a template's last line break. */
function withoutLineBreak(passage: Passage): Passage {
  return passage.text.endsWith("\n") ? narrow(passage, passage.start, passage.end - 1) : passage;
}

/** Ansible gives a text the line breaks at its end back, unless what was rendered ends with as many. */
function withLineBreaks(rendered: Value, written: string): Value {
  if (typeof rendered !== "string") return rendered;
  return rendered + "\n".repeat(Math.max(0, lineBreaksAtEnd(written) - lineBreaksAtEnd(rendered)));
}

function lineBreaksAtEnd(text: string): number {
  return /\n*$/.exec(text)?.[0].length ?? 0;
}
