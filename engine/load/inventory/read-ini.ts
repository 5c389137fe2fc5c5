import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { SourceFile } from "../../base/source.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { YamlScalar } from "../../model/yaml-node.ts";
import { sourceWithin } from "../../model/yaml-node.ts";
import type { InventoryDraft } from "./draft.ts";
import { readIniLine } from "./read-ini-line.ts";
import type { IniSection } from "./read-ini-line.ts";

/**
 * An inventory in INI form, as Ansible's `ini` plugin reads it. Hosts before the first section are ungrouped.
 * Collects INVENTORY_SYNTAX.
 */
export function readIni(file: SourceFile, draft: InventoryDraft, errors: ErrorCollector): void {
  const start = { file, start: 0, end: 0 };
  let section: IniSection | undefined = { kind: "hosts", group: draft.declareGroup("ungrouped", start) };
  for (const line of linesOf(file)) {
    const text = String(line.value);
    if (text === "" || text.startsWith("#") || text.startsWith(";")) continue;
    // `[1:3]-node` and `[::1]:22` are hosts.
    if (/^\[[^\]]*(?:\]\s*(?:#.*)?)?$/.test(text)) section = readHeader(line, draft, errors);
    // Below a header that is wrong, lines would only be guessed at.
    else if (section) readIniLine(line, section, draft, errors);
  }
}

/** The lines, trimmed, each knowing where it stands. */
function* linesOf(file: SourceFile): Generator<YamlScalar> {
  for (const match of file.text.matchAll(/[^\n]+/g)) {
    const value = match[0].trim();
    const outer = match.index + match[0].indexOf(value);
    const source = { file, start: outer, end: outer + value.length };
    yield { kind: "scalar", value, source, segments: [{ inner: 0, outer, length: value.length }] };
  }
}

function readHeader(line: YamlScalar, draft: InventoryDraft, errors: ErrorCollector): IniSection | undefined {
  const found = /^\[([^:\]\s]+)(?::([^\]\s]*))?\]/.exec(String(line.value));
  if (!found?.[1]) {
    const hint = "write [group], [group:children] or [group:vars]";
    errors.add(new PlayError("INVENTORY_SYNTAX", "this is no section", { source: line.source, hint }));
    return undefined;
  }
  const [, name, kind = "hosts"] = found;
  const source = sourceWithin(line, 1, 1 + name.length);
  if (kind === "vars") return { kind, group: draft.group(name, source) };
  if (kind === "hosts" || kind === "children") return { kind, group: draft.declareGroup(name, source) };
  const kindStart = name.length + 2;
  const hint = didYouMean(kind, ["children", "vars", "hosts"]) ?? "there are :children, :vars and :hosts";
  const details = { source: sourceWithin(line, kindStart, kindStart + kind.length), hint };
  errors.add(new PlayError("INVENTORY_SYNTAX", `there is no kind of section "${kind}"`, details));
  return undefined;
}
