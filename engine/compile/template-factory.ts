import { readFileSync } from "node:fs";
import path from "node:path";
import { ErrorCollector, PlayError } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { YamlNode } from "../model/yaml-node.ts";
import { compileCondition, compileExpression } from "../template/compile-expression.ts";
import { compileTemplate } from "../template/compile-template.ts";
import type { Template } from "../template/contract.ts";
import { compileTemplateFile } from "../template/handlebars.ts";
import type { TemplateFactory } from "./context.ts";

interface Known {
  readonly values: WeakMap<YamlNode, Template>;
  readonly conditions: WeakMap<YamlNode, Template>;
  readonly expressions: WeakMap<YamlNode, Template>;
  readonly files: Map<string, Template>;
}

/** Templates of one run, each made once; mistakes in them are collected. */
export function templateFactory(vocabulary: Vocabulary, errors: ErrorCollector): TemplateFactory {
  const known = {
    values: new WeakMap(),
    conditions: new WeakMap(),
    expressions: new WeakMap(),
    files: new Map(),
  };
  return factoryOver(known, vocabulary, errors);
}

function factoryOver(known: Known, vocabulary: Vocabulary, errors: ErrorCollector): TemplateFactory {
  return {
    value: (node) => remembered(known.values, node, () => compileTemplate(node, vocabulary, errors)),
    condition: (node) => remembered(known.conditions, node, () => compileCondition(node, vocabulary, errors)),
    expression: (node) =>
      remembered(known.expressions, node, () => compileExpression(node, vocabulary, errors)),
    file: (name) => remembered(known.files, name, () => compileFile(name, errors)),
    lookups: new Set(Object.keys(vocabulary.lookups ?? {})),
    collectingIn: (others) => factoryOver(known, vocabulary, others),
  };
}

interface Store<Key> {
  get(key: Key): Template | undefined;
  set(key: Key, template: Template): unknown;
}

function remembered<Key>(store: Store<Key>, key: Key, compile: () => Template): Template {
  const template = store.get(key) ?? compile();
  store.set(key, template);
  return template;
}

/** Throws the file's first mistake, and collects the others. */
function compileFile(name: string, errors: ErrorCollector): Template {
  const file = readTemplate(name);
  const own = new ErrorCollector();
  const { references, render } = compileTemplateFile(file, own);
  const [first, ...others] = own.errors;
  for (const error of others) errors.add(error);
  if (first) throw first;
  return { references, render, constant: false, source: { file, start: 0, end: 0 } };
}

function readTemplate(name: string): SourceFile {
  const relative = path.relative(process.cwd(), name);
  const shown = relative.startsWith("..") ? name : relative;
  try {
    return { path: shown, text: readFileSync(name, "utf8") };
  } catch (cause) {
    throw new PlayError("FILE_UNREADABLE", `the template ${shown} cannot be read`, { cause });
  }
}
