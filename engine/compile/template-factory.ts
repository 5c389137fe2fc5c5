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
  readonly files: Map<string, TemplateFile>;
}

/** A `.hbs` file as it was read, with what is wrong in it. */
interface TemplateFile {
  readonly template: Template;
  readonly errors: readonly PlayError[];
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
  const compiled = (compile: Compile, node: YamlNode): Template => {
    const own = new ErrorCollector();
    const template = compile(node, vocabulary, own);
    for (const error of own.errors) errors.add(error);
    return own.errors[0] ? unusable(template, own.errors[0]) : template;
  };
  return {
    value: (node) => remembered(known.values, node, () => compiled(compileTemplate, node)),
    condition: (node) => remembered(known.conditions, node, () => compiled(compileCondition, node)),
    expression: (node) => remembered(known.expressions, node, () => compiled(compileExpression, node)),
    file: (name) => soundFile(fileOnce(name, known), errors),
    fileReferences: (name) => fileOnce(name, known).template.references,
    lookups: new Set(Object.keys(vocabulary.lookups ?? {})),
    collectingIn: (others) => factoryOver(known, vocabulary, others),
  };
}

type Compile = (node: YamlNode, vocabulary: Vocabulary, errors: ErrorCollector) => Template;

/** Whoever renders it all the same is told its mistake again. */
function unusable(template: Template, mistake: PlayError): Template {
  const render = (): never => {
    throw mistake;
  };
  return { ...template, constant: false, render };
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

function fileOnce(name: string, { files }: Known): TemplateFile {
  const read = files.get(name) ?? compileFile(name);
  files.set(name, read);
  return read;
}

function compileFile(name: string): TemplateFile {
  const file = readTemplate(name);
  const own = new ErrorCollector();
  const { references, render } = compileTemplateFile(file, own);
  const template = { references, render, constant: false, source: { file, start: 0, end: 0 } };
  return { template, errors: own.errors };
}

/** Throws the file's first mistake, and collects the others. */
function soundFile({ template, errors }: TemplateFile, collector: ErrorCollector): Template {
  const [first, ...others] = errors;
  for (const error of others) collector.add(error);
  if (first) throw first;
  return template;
}

function readTemplate(name: string): SourceFile {
  const relative = path.relative(process.cwd(), name);
  const shown = relative.startsWith("..") ? name : relative;
  try {
    return { path: shown, text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(name)) };
  } catch (cause) {
    const hint =
      cause instanceof TypeError ? "it is not UTF-8 text; copy takes any file" : whyUnreadable(cause);
    throw new PlayError("FILE_UNREADABLE", `the template ${shown} cannot be read`, { cause, hint });
  }
}

function whyUnreadable(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "permission denied" : code;
}
