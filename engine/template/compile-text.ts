import { mayBeSecret } from "../base/may-be-secret.ts";
import { type ErrorCollector, PlayError } from "../base/play-error.ts";
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
 * `!vault` text is decrypted; what that, `!secret` text and encrypted files render to is kept from being shown.
 */
export function compileScalar(scalar: YamlScalar, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  if (scalar.tag === "!vault") return compileEncrypted(scalar, vocabulary, errors);
  const template = compilePlain(scalar, vocabulary, errors);
  const { keepSecret } = vocabulary;
  if (!keepSecret) return template;
  if (scalar.tag === "!secret") return secretTemplate(template, keepSecret);
  return scalar.source.file.hidden === true
    ? secretTemplate(template, (text) => {
        if (mayBeSecret(text)) keepSecret(text);
      })
    : template;
}

function compileEncrypted(scalar: YamlScalar, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const { source } = scalar;
  try {
    const value = vocabulary.openVault?.(String(scalar.value));
    return compileScalar(
      { kind: "scalar", value: value ?? null, source, segments: [], tag: "!secret" },
      vocabulary,
      errors,
    );
  } catch (error) {
    if (!(error instanceof PlayError)) throw error;
    errors.add(new PlayError(error.code, error.message, { source, hint: error.hint }));
    return brokenTemplate(source);
  }
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
