import { parseAllDocuments } from "yaml";
import { PlayError } from "../../../base/play-error.ts";
import { onController, read, type Query } from "../../../host/query.ts";
import { decodeText } from "../file/text.ts";
import type { ObjectsWant } from "./want.ts";

/** What kubectl is given: text by its input, a file of the host, or names. */
export type Manifest =
  | { readonly kind: "text"; readonly text: string; readonly objects: readonly Named[] }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "names"; readonly names: readonly string[] }
  /** Only in a check run. */
  | { readonly kind: "unknown"; readonly reason: string };

export interface Named {
  readonly kind: string;
  readonly name: string;
}

type AskedManifest = { readonly manifest?: Query<Uint8Array | null> };
type FoundManifest = { readonly manifest?: Uint8Array | null };

export function askManifest({ src, remote_src }: ObjectsWant): AskedManifest {
  return src === undefined || remote_src ? {} : { manifest: onController(read(src)) };
}

/** Throws BAD_OPTION where it cannot be one. */
export function manifestOf(want: ObjectsWant, found: FoundManifest): Manifest {
  if (want.content_unknown !== undefined) return { kind: "unknown", reason: want.content_unknown };
  if (want.objects !== undefined) return { kind: "names", names: want.objects };
  if (want.remote_src && want.src !== undefined) return { kind: "file", path: want.src };
  if (want.definition !== undefined) return textManifest("definition", definitionText(want.definition));
  if (want.content !== undefined) return textManifest(want.template ?? "template", want.content);
  const text = found.manifest && decodeText(found.manifest);
  if (typeof text === "string") return textManifest(want.src ?? "src", text);
  throw new PlayError("BAD_OPTION", `${want.src ?? "src"} is not a file of text`);
}

function definitionText(definition: ObjectsWant["definition"]): string {
  if (typeof definition === "string") return definition;
  const objects: readonly unknown[] = Array.isArray(definition) ? definition : [definition];
  // JSON is YAML, and kubectl reads it as such
  return objects.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
}

function textManifest(from: string, text: string): Manifest {
  const documents = parseAllDocuments(text);
  const error = [...documents].flatMap(({ errors }) => errors)[0];
  if (error) throw new PlayError("BAD_OPTION", `${from} is not YAML: ${error.message.split("\n")[0] ?? ""}`);
  const objects = [...documents].flatMap((document) => namedIn(document.toJS()));
  return { kind: "text", text: text.endsWith("\n") ? text : `${text}\n`, objects };
}

interface Loose {
  readonly kind?: unknown;
  readonly metadata?: { readonly name?: unknown; readonly generateName?: unknown } | null;
  readonly items?: unknown;
}

function namedIn(object: Loose | null | undefined): readonly Named[] {
  if (typeof object !== "object" || object === null) return [];
  if (Array.isArray(object.items)) return object.items.flatMap((item: Loose | null) => namedIn(item));
  const { kind, metadata } = object;
  const name = metadata?.name ?? metadata?.generateName;
  return [{ kind: typeof kind === "string" ? kind : "object", name: typeof name === "string" ? name : "?" }];
}

/** In a few words: `Deployment coredns, Service kube-dns`. */
export function describeManifest(manifest: Manifest): string {
  switch (manifest.kind) {
    case "text":
      return manifest.objects.map(({ kind, name }) => `${kind} ${name}`).join(", ");
    case "file":
      return manifest.path;
    case "names":
      return manifest.names.join(", ");
    case "unknown":
      return "a manifest (content not yet known)";
  }
}
