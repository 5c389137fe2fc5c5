import { dirname } from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import type { Play, PlaybookImport } from "../../model/playbook.ts";
import type { YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { shownPath } from "../file/read-source-file.ts";
import type { Reader, Trail } from "../reader.ts";
import { extendTrail, importCircle } from "../trail.ts";
import { isNull } from "../yaml/node-shape.ts";
import { findPlaybookImport, readPlaybookImport } from "./read-playbook-import.ts";
import { readPlay } from "./read-play.ts";

export interface PlaybookRequest {
  /** Absolute. */
  readonly path: string;
  readonly source?: Source | undefined;
  /** Around it, outermost first. */
  readonly imports: readonly PlaybookImport[];
  readonly trail: Trail;
}

/** The plays of a playbook, those of imported ones in their place. Collects IMPORT_CYCLE and BAD_SHAPE. */
export function readPlays(request: PlaybookRequest, reader: Reader): readonly Play[] | undefined {
  const { path, source, trail } = request;
  const { errors, options } = reader.loading;
  const step = { key: path, label: shownPath(path, options.cwd) };
  const circle = importCircle(trail, step);
  if (circle !== undefined) {
    errors.add(new PlayError("IMPORT_CYCLE", `${step.label} imports itself`, { source, hint: circle }));
    return undefined;
  }
  const node = reader.loading.files.parse(path, source);
  if (!node) return undefined;
  const inside = { ...request, trail: extendTrail(trail, step, "import") };
  return playItems(node, reader).flatMap((item) => readItem(item, inside, reader));
}

function playItems(node: YamlNode, { loading }: Reader): readonly YamlMapping[] {
  if (node.kind !== "sequence") {
    const message = isNull(node) ? "the playbook is empty" : "a playbook must be a list of plays";
    const details = { source: node.source, hint: 'every play starts with "- hosts: …"' };
    loading.errors.add(new PlayError("BAD_SHAPE", message, details));
    return [];
  }
  return node.items.flatMap((item) => {
    if (item.kind === "mapping") return [item];
    const details = { source: item.source, hint: "write - hosts: a pattern, and below it tasks: or roles:" };
    loading.errors.add(new PlayError("BAD_SHAPE", "a play must be a mapping", details));
    return [];
  });
}

function readItem(item: YamlMapping, request: PlaybookRequest, reader: Reader): readonly Play[] {
  const found = findPlaybookImport(item);
  if (!found) return [readPlay(item, { folder: dirname(request.path), imports: request.imports }, reader)];
  const target = readPlaybookImport(item, found, dirname(request.path), reader);
  if (!target) return [];
  const imports = [...request.imports, target.around];
  return readPlays({ ...request, ...target, imports }, reader) ?? [];
}
