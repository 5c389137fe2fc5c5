import type { Document } from "yaml";
import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Node, YAMLMap, YAMLSeq } from "yaml";
import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { Source, SourceFile } from "../../base/source.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import { convertScalar, emptyScalar } from "./convert-scalar.ts";
import { collectEntries } from "./collect-entries.ts";
import type { WrittenEntry } from "./collect-entries.ts";
import { bareBraces, quoteBraces } from "./explain-syntax.ts";

/** How many nodes all aliases of a file may stand for; keeps alias bombs out. */
const aliasLimit = 100_000;

/** The parser's tree as our own nodes; undefined where an error makes the tree useless. */
export function convertDocument(
  document: Document.Parsed,
  file: SourceFile,
  errors: ErrorCollector,
): YamlNode | undefined {
  const converter = new Converter(file, errors);
  const node = converter.convert(document.contents, 0);
  return converter.usable ? node : undefined;
}

class Converter {
  readonly #file: SourceFile;
  readonly #errors: ErrorCollector;
  readonly #anchors = new Map<string, YamlNode | "open">();
  readonly #sizes = new WeakMap<YamlNode, number>();
  #expanded = 0;
  usable = true;

  constructor(file: SourceFile, errors: ErrorCollector) {
    this.#file = file;
    this.#errors = errors;
  }

  /** `at`: where an absent node would stand. */
  convert(node: Node | null, at: number, outerTag?: string): YamlNode {
    if (node === null) return emptyScalar({ file: this.#file, start: at, end: at });
    if (isAlias(node)) return this.#convertAlias(node);
    const { anchor } = node;
    if (anchor !== undefined) this.#anchors.set(anchor, "open");
    const converted = this.#convertPlain(node, outerTag);
    if (anchor !== undefined) this.#anchors.set(anchor, converted);
    return converted;
  }

  #convertPlain(node: Exclude<Node, Alias>, outerTag: string | undefined): YamlNode {
    if (isScalar(node)) return convertScalar(node, this.#file, outerTag);
    // What is unsafe as a whole is unsafe in every part.
    const tag = node.tag?.startsWith("!") === true ? node.tag : outerTag;
    const converted = isMap(node) ? this.#convertMapping(node, tag) : this.#convertSequence(node, tag);
    this.#sizes.set(converted, this.#measure(converted));
    return converted;
  }

  #convertSequence(node: YAMLSeq, tag: string | undefined): YamlNode {
    const source = this.#sourceOf(node);
    const items = node.items.map((item) => this.convert(asNode(item), source.start, tag));
    return { kind: "sequence", items, source };
  }

  #convertMapping(node: YAMLMap, tag: string | undefined): YamlNode {
    const source = this.#sourceOf(node);
    const written: WrittenEntry[] = [];
    for (const pair of node.items) {
      const keyNode = asNode(pair.key);
      const key = this.convert(keyNode, source.start);
      const value = this.convert(asNode(pair.value), key.source.end, tag);
      if (key.kind === "scalar") {
        written.push({ key, plain: isScalar(keyNode) && keyNode.type === "PLAIN", value });
      } else this.#refuseKey(source);
    }
    return { kind: "mapping", entries: collectEntries(written, this.#errors), source };
  }

  #convertAlias(alias: Alias): YamlNode {
    const source = this.#sourceOf(alias);
    const target = this.#anchors.get(alias.source);
    if (target === undefined) {
      const hint = `an anchor is made with &${alias.source}, before it is used`;
      return this.#refuse(`no anchor "${alias.source}" stands above`, source, hint);
    }
    if (target === "open") return this.#refuse(`"*${alias.source}" stands inside of what it names`, source);
    this.#expanded += this.#sizes.get(target) ?? 1;
    if (this.#expanded > aliasLimit) {
      const hint = `aliases may stand for ${aliasLimit} values in all`;
      return this.#refuse("the aliases of this file stand for too many values", source, hint);
    }
    return target;
  }

  #refuse(message: string, source: Source, hint?: string): YamlNode {
    if (this.usable) this.#errors.add(new PlayError("YAML_SYNTAX", message, { source, hint }));
    this.usable = false;
    return emptyScalar(source);
  }

  /** A mapping as a key is what YAML makes of `{{ name }}`. */
  #refuseKey(source: Source): void {
    const { text } = source.file;
    const braces = text.startsWith("{{", source.start) || text[source.start - 1] === "{";
    if (braces) this.#refuse(bareBraces, source, quoteBraces);
    else this.#refuse("a key must be text", source);
  }

  #measure(node: YamlNode): number {
    if (node.kind === "scalar") return 1;
    const parts = node.kind === "sequence" ? node.items : node.entries.map(({ value }) => value);
    return parts.reduce((total, part) => total + (this.#sizes.get(part) ?? 1), 1);
  }

  #sourceOf(node: Node): Source {
    const [start, end] = node.range ?? [0, 0, 0];
    const text = this.#file.text.slice(start, end).trimEnd();
    return { file: this.#file, start, end: start + text.length };
  }
}

/** The parser types its children as unknown. */
function asNode(value: unknown): Node | null {
  if (isAlias(value) || isScalar(value) || isMap(value) || isSeq(value)) return value;
  return null;
}
