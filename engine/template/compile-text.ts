import type { ErrorCollector } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import { checkWords } from "../expression/check-words.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { YamlScalar } from "../model/yaml-node.ts";
import type { Block } from "./block.ts";
import { nodesOf } from "./block-nodes.ts";
import { collectBlockReferences } from "./block-references.ts";
import { brokenTemplate, constantTemplate } from "./constant.ts";
import type { Template } from "./contract.ts";
import { LocalScope } from "./local-scope.ts";
import { hasMarkup } from "./markup.ts";
import { withNamespace } from "./namespace.ts";
import { parseBlocks } from "./parse-blocks.ts";
import { isValue, renderBlocks, renderValue } from "./render-blocks.ts";
import { passageOf, scalarOf } from "./scalar.ts";

/** A text that is no part of a YAML file, such as an argument of the command line, as a template. */
export function compileText(file: SourceFile, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  return compileScalar(scalarOf(file), vocabulary, errors);
}

/** A scalar as a template. One that is a single `{{ }}` keeps the value's type; `!unsafe` text is never a template. */
export function compileScalar(scalar: YamlScalar, vocabulary: Vocabulary, errors: ErrorCollector): Template {
  const { value, source } = scalar;
  if (typeof value !== "string" || scalar.tag === "!unsafe" || !hasMarkup(value))
    return constantTemplate(value, source);
  const before = errors.errors.length;
  const blocks = errors.attempt(() => parseBlocks(passageOf(scalar, value), errors)) ?? [];
  const words = withNamespace(vocabulary);
  for (const node of nodesOf(blocks)) checkWords(node, words, errors);
  return errors.errors.length > before ? brokenTemplate(source) : blockTemplate(blocks, scalar, words);
}

function blockTemplate(blocks: readonly Block[], { source }: YamlScalar, vocabulary: Vocabulary): Template {
  const render = isValue(blocks) ? renderValue : renderBlocks;
  return {
    source,
    references: collectBlockReferences(blocks),
    constant: blocks.every(({ kind }) => kind === "text"),
    render: (scope) => render(blocks, { scope: new LocalScope(scope), vocabulary }),
  };
}
