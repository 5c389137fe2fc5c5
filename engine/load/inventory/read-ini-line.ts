import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { YamlNode, YamlScalar } from "../../model/yaml-node.ts";
import { sourceWithin } from "../../model/yaml-node.ts";
import { pickRanges } from "../text/pick-ranges.ts";
import { addHosts } from "./add-hosts.ts";
import type { DraftGroup, InventoryDraft } from "./draft.ts";
import { readPythonLiteral } from "./python-literal.ts";
import { splitShellWords } from "./shell-words.ts";

export interface IniSection {
  readonly kind: "hosts" | "children" | "vars";
  readonly group: DraftGroup;
}

/** One line of a section, trimmed, neither empty nor a comment. Collects INVENTORY_SYNTAX. */
export function readIniLine(
  line: YamlScalar,
  section: IniSection,
  draft: InventoryDraft,
  errors: ErrorCollector,
): void {
  if (section.kind === "vars") readVariable(line, section.group, errors);
  else if (section.kind === "children") readChild(line, section.group, draft, errors);
  else readHost(line, section.group, draft, errors);
}

function readVariable(line: YamlScalar, group: DraftGroup, errors: ErrorCollector): void {
  const variable = splitVariable(line);
  if (variable) {
    group.variables.set(...variable);
    return;
  }
  const hint = `here stand variables: name=value; hosts stand under [${group.name}]`;
  const message = `"${String(line.value)}" is no variable`;
  errors.add(new PlayError("INVENTORY_SYNTAX", message, { source: line.source, hint }));
}

function readChild(line: YamlScalar, group: DraftGroup, draft: InventoryDraft, errors: ErrorCollector): void {
  const name = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(String(line.value))?.[1];
  if (name === undefined) {
    const details = { source: line.source, hint: "here stand names of groups, one in each line" };
    errors.add(new PlayError("INVENTORY_SYNTAX", `"${String(line.value)}" is no group`, details));
    return;
  }
  const source = sourceWithin(line, 0, name.length);
  draft.group(name, source);
  group.children.set(name, source);
}

function readHost(line: YamlScalar, group: DraftGroup, draft: InventoryDraft, errors: ErrorCollector): void {
  const { words, open } = splitShellWords(line);
  if (open !== undefined) {
    const source = sourceWithin(line, open, open + 1);
    errors.add(new PlayError("INVENTORY_SYNTAX", "a quote is opened here and not closed", { source }));
    return;
  }
  const [name, ...rest] = words;
  if (!name) return;
  const variables = new Map<string, YamlNode>();
  for (const word of rest) {
    const variable = splitVariable(word);
    if (variable) variables.set(...variable);
    else errors.add(notAVariable(word));
  }
  addHosts(draft, group, { pattern: String(name.value), source: name.source, variables }, errors);
}

/** `name=value`, the value typed as a Python literal. */
function splitVariable(word: YamlScalar): [string, YamlNode] | undefined {
  const text = String(word.value);
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(equals, 0)).trim();
  if (name === "") return undefined;
  const start = equals + 1 + (text.length - equals - 1 - text.slice(equals + 1).trimStart().length);
  return [name, readPythonLiteral(pickRanges(word, [{ start, end: text.length }]))];
}

function notAVariable(word: YamlScalar): PlayError {
  const hint = 'quote a value that has blanks: name="a value"; write one host in each line';
  const message = `"${String(word.value)}" is not of the form name=value`;
  return new PlayError("INVENTORY_SYNTAX", message, { source: word.source, hint });
}
