import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { positionOf } from "../../base/source.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "../../model/yaml-node.ts";

export interface WrittenEntry {
  readonly key: YamlScalar;
  /** Without quotes: only a plain `<<` merges. */
  readonly plain: boolean;
  readonly value: YamlNode;
}

/**
 * The entries of a mapping with merge keys resolved: what is merged in comes first, and yields to what the mapping says
 * itself. Of several merged mappings the first wins. A key given twice is a DUPLICATE_KEY at the second place.
 */
export function collectEntries(
  written: readonly WrittenEntry[],
  errors: ErrorCollector,
): readonly YamlEntry[] {
  const own = new Map<string, YamlEntry>();
  const merged = new Map<string, YamlEntry>();
  for (const { key, plain, value } of written) {
    if (plain && key.value === "<<") mergeInto(merged, value, errors);
    else addOwn(own, { key: keyText(key.value), keySource: key.source, value }, errors);
  }
  const inherited = [...merged.values()].filter((entry) => !own.has(entry.key));
  return [...inherited, ...own.values()];
}

function addOwn(own: Map<string, YamlEntry>, entry: YamlEntry, errors: ErrorCollector): void {
  const first = own.get(entry.key);
  if (first) {
    const { line } = positionOf(first.keySource);
    const hint = `it stands first in line ${line}; remove one of the two`;
    const details = { source: entry.keySource, hint };
    errors.add(new PlayError("DUPLICATE_KEY", `the key "${entry.key}" is given twice`, details));
  }
  own.set(entry.key, entry);
}

function mergeInto(merged: Map<string, YamlEntry>, value: YamlNode, errors: ErrorCollector): void {
  for (const part of value.kind === "sequence" ? value.items : [value]) {
    if (part.kind !== "mapping") {
      const details = { source: part.source, hint: "name an anchor of a mapping: <<: *name" };
      errors.add(new PlayError("BAD_SHAPE", 'what "<<" merges must be a mapping', details));
      continue;
    }
    for (const entry of part.entries) if (!merged.has(entry.key)) merged.set(entry.key, entry);
  }
}

/** Keys are text; what is no text in YAML is written as Python writes it, as Ansible's users see it. */
function keyText(value: YamlScalar["value"]): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}
