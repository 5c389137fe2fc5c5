import { isDeepStrictEqual } from "node:util";
import { posix } from "node:path";
import { Document, isMap, isPair, isScalar, isSeq, parseDocument, Scalar, visit, YAMLMap } from "yaml";
import { PlayError } from "../../../base/play-error.ts";
import type { Edits } from "./entry-edits.ts";
import { fileFields, secretFields, sections, type Section } from "./want.ts";

/** As the Go clients read it: YAML 1.1. */
const options = { version: "1.1", merge: true } as const;

/** A kubeconfig's text, which can be edited; what is not touched keeps its place and its comments. */
export class KubeconfigDocument {
  readonly path: string;
  readonly #document: Document;
  readonly #before: string;
  readonly #done: string[] = [];

  /** Throws PRECONDITION where the text is no kubeconfig. */
  constructor(path: string, text: string) {
    this.path = path;
    this.#before = text;
    const document = parseDocument(text, options);
    const [error] = document.errors;
    if (error) throw notKubeconfig(path, error.message.split("\n")[0] ?? "");
    if (document.contents !== null && !isMap(document.contents) && !isEmpty(document.contents))
      throw notKubeconfig(path, "it holds no mapping");
    this.#document = isMap(document.contents)
      ? document
      : new Document({ apiVersion: "v1", kind: "Config" }, options);
  }

  has(section: Section, name: string): boolean {
    return this.#entry(section, name) !== undefined;
  }

  get currentContext(): string {
    const name = this.#document.get("current-context");
    return typeof name === "string" ? name : "";
  }

  set currentContext(name: string) {
    if (name === this.currentContext) return;
    this.#document.set("current-context", name);
    this.#done.push(name === "" ? "no current context" : `current context ${name}`);
  }

  edit(section: Section, name: string, edits: Edits): void {
    const body = this.#body(section, name);
    let touched = body === undefined;
    const fields = body ?? this.#add(section, name);
    for (const [field, value] of edits) {
      if (this.#isSame(field, fields.toJSON()[field], value)) continue;
      touched = true;
      if (value === undefined) fields.delete(field);
      else this.#set(fields, field, this.#stored(field, value));
    }
    if (touched) this.#done.push(`${sections[section]} ${name}`);
  }

  remove(section: Section, name: string): void {
    const list = this.#document.get(section);
    const entry = this.#entry(section, name);
    if (!isSeq(list) || !entry) return;
    list.items = list.items.filter((item) => item !== entry);
    this.#done.push(`no ${sections[section]} ${name}`);
  }

  /** What has been done, in a few words; empty where nothing had to be. */
  get done(): readonly string[] {
    return this.#done;
  }

  toString(): string {
    return this.#done.length === 0 ? this.#before : print(this.#document, this.#before);
  }

  #entry(section: Section, name: string): YAMLMap | undefined {
    const list = this.#document.get(section);
    if (!isSeq(list)) return undefined;
    return list.items.find((item): item is YAMLMap => isMap(item) && item.get("name") === name);
  }

  #body(section: Section, name: string): YAMLMap | undefined {
    const entry = this.#entry(section, name);
    if (!entry) return undefined;
    const body = entry.get(sections[section]);
    if (isMap(body)) return body;
    const made = new YAMLMap();
    entry.set(sections[section], made);
    return made;
  }

  #add(section: Section, name: string): YAMLMap {
    let list = this.#document.get(section);
    if (!isSeq(list)) {
      list = this.#document.createNode([]);
      this.#document.set(section, list);
    }
    if (!isSeq(list)) throw new TypeError("a list was made");
    if (list.items.length === 0) list.flow = false;
    const entry = new YAMLMap();
    const body = new YAMLMap();
    entry.set(sections[section], body);
    entry.set("name", this.#document.createNode(name));
    list.items.push(entry);
    return body;
  }

  /** In the place of a plain value, a comment beside it stays. */
  #set(fields: YAMLMap, field: string, value: unknown): void {
    const node = fields.get(field, true);
    if (node instanceof Scalar && typeof value === "string") node.value = value;
    else fields.set(field, this.#document.createNode(value));
  }

  /** Paths are the same where they lead to the same file. */
  #isSame(field: string, found: unknown, want: unknown): boolean {
    if (!isPathField(field) || typeof found !== "string" || typeof want !== "string")
      return isDeepStrictEqual(found, want);
    return this.#resolved(found) === this.#resolved(want);
  }

  #resolved(path: string): string {
    return posix.resolve(posix.dirname(this.path), path);
  }

  /** kubectl writes a path below the file's own folder relative to it, and any other as an absolute one. */
  #stored(field: string, value: unknown): unknown {
    if (!isPathField(field) || typeof value !== "string") return value;
    const absolute = this.#resolved(value);
    const relative = posix.relative(posix.dirname(this.path), absolute);
    return relative.startsWith("..") ? absolute : relative;
  }
}

function isPathField(field: string): boolean {
  return fileFields.has(field) || field === "tokenFile";
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && (node.value === null || node.value === "");
}

function notKubeconfig(path: string, reason: string): PlayError {
  return new PlayError("PRECONDITION", `${path} is not a kubeconfig: ${reason}`, {
    hint: "repair the file, or remove it",
  });
}

/** Lists as the file has them: kubectl does not indent them. */
function print(document: Document, like: string): string {
  const indentSeq = /^(clusters|users|contexts):\s*\n\s+-/m.test(like);
  return document.toString({
    indentSeq,
    lineWidth: 0,
    flowCollectionPadding: like.trimStart().startsWith("{"),
  });
}

/** The text with a mark in the place of each secret, for a diff. */
export function withoutSecrets(text: string): string {
  const document = parseDocument(text, options);
  if (document.errors.length > 0) return "";
  visit(document, {
    Pair: (_, pair) => {
      if (isPair(pair) && isScalar(pair.key) && secretFields.has(String(pair.key.value)))
        pair.value = new Scalar("********");
    },
  });
  return print(document, text);
}
