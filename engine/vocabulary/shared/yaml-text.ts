import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";
import { Document, isScalar, parseAllDocuments, visit } from "yaml";
import { PlayError } from "../../base/play-error.ts";
import type { Value } from "../../model/value.ts";
import { fromPlain } from "./json-text.ts";

export interface YamlStyle {
  readonly indent: number;
  readonly sortKeys: boolean;
  /** Lists and dicts that hold only scalars on one line, as PyYAML does by default. */
  readonly flowLeaves: boolean;
}

const reading = {
  version: "1.1",
  merge: true,
  // Dates, binaries and sets have no counterpart in the language: they stay what they were written as.
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === "string" || !/timestamp|binary|set|omap|pairs/.test(tag.tag)),
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** YAML 1.1 in block style, lists not indented below their key, as PyYAML writes it. */
export function writeYaml(value: Value, style: YamlStyle): string {
  const document = new Document(value, {
    // With all tags of YAML 1.1, so that a text which others read as a date or a number is quoted.
    version: "1.1",
    sortMapEntries: style.sortKeys,
    aliasDuplicateObjects: false,
  });
  if (style.flowLeaves) visit(document, { Collection: (_, node) => setFlow(node) });
  return document.toString({
    indent: Math.max(1, style.indent),
    indentSeq: false,
    lineWidth: 0,
    singleQuote: true,
    flowCollectionPadding: false,
  });
}

function setFlow(node: { flow?: boolean; items: unknown[] }): void {
  const inner = node.items.map((item) => (isPairLike(item) ? item.value : item));
  if (inner.every(isPlainScalar)) node.flow = true;
}

/** A scalar that needs no quotes and fits on the line. */
function isPlainScalar(node: unknown): boolean {
  return isScalar(node) && (typeof node.value !== "string" || /^[\w./-][\w./@ -]*$/.test(node.value));
}

function isPairLike(item: unknown): item is { value: unknown } {
  return typeof item === "object" && item !== null && "key" in item && "value" in item;
}

export function readYaml(text: string): Value {
  const documents = readYamlDocuments(text);
  if (documents.length <= 1) return documents[0] ?? null;
  throw new PlayError("BAD_VALUE", `from_yaml is given ${documents.length} documents`, {
    hint: "use from_yaml_all",
  });
}

export function readYamlDocuments(text: string): Value[] {
  const documents = parseAllDocuments(text, reading);
  return Array.isArray(documents) ? documents.map(readDocument) : [];
}

function readDocument(document: Document.Parsed): Value {
  const [error] = document.errors;
  if (error) throw new PlayError("BAD_VALUE", `the text is not YAML: ${error.message}`, { cause: error });
  try {
    return fromPlain(document.toJS());
  } catch (cause) {
    // Too many aliases: a text of a few lines could stand for gigabytes.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlayError("BAD_VALUE", `the YAML text cannot be taken as a value: ${reason}`, { cause });
  }
}
