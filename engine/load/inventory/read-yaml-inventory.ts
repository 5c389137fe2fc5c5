import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { YamlEntry, YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { variablesOf } from "../keywords/sort-keys.ts";
import { isNull } from "../yaml/node-shape.ts";
import { addHosts } from "./add-hosts.ts";
import type { DraftGroup, InventoryDraft } from "./draft.ts";

/**
 * An inventory in YAML form, as Ansible's `yaml` plugin reads it: groups with `hosts`, `children` and `vars`, each a mapping.
 * Collects BAD_SHAPE, UNKNOWN_KEY and INVENTORY_SYNTAX.
 */
export function readYamlInventory(root: YamlNode, draft: InventoryDraft, errors: ErrorCollector): void {
  const reading = new YamlInventoryReader(draft, errors);
  for (const entry of reading.entriesOf(root, "an inventory")) reading.readGroup(entry);
}

const groupKeys = ["hosts", "children", "vars"];

class YamlInventoryReader {
  readonly #draft: InventoryDraft;
  readonly #errors: ErrorCollector;

  constructor(draft: InventoryDraft, errors: ErrorCollector) {
    this.#draft = draft;
    this.#errors = errors;
  }

  readGroup({ key, keySource, value }: YamlEntry): void {
    const group = this.#draft.declareGroup(key, keySource);
    for (const part of this.entriesOf(value, `the group "${key}"`)) this.#readPart(group, part);
  }

  #readPart(group: DraftGroup, part: YamlEntry): void {
    if (part.key === "vars") {
      for (const { key, value } of this.entriesOf(part.value, "vars")) group.variables.set(key, value);
    } else if (part.key === "children") {
      for (const child of this.entriesOf(part.value, "children")) {
        group.children.set(child.key, child.keySource);
        this.readGroup(child);
      }
    } else if (part.key === "hosts") {
      for (const host of this.#hostEntries(part.value)) this.#readHost(group, host);
    } else this.#refuse(part);
  }

  /** One host may stand as text. */
  #hostEntries(value: YamlNode): readonly YamlEntry[] {
    if (value.kind !== "scalar" || typeof value.value !== "string") return this.entriesOf(value, "hosts");
    const none: YamlNode = { kind: "scalar", value: null, source: value.source, segments: [] };
    return [{ key: value.value, keySource: value.source, value: none }];
  }

  #readHost(group: DraftGroup, { key, keySource, value }: YamlEntry): void {
    const variables = variablesOf(this.#asMapping(value, `the host "${key}"`));
    addHosts(this.#draft, group, { pattern: key, source: keySource, variables }, this.#errors);
  }

  entriesOf(node: YamlNode, what: string): readonly YamlEntry[] {
    return this.#asMapping(node, what).entries;
  }

  #asMapping(node: YamlNode, what: string): YamlMapping {
    if (node.kind === "mapping") return node;
    if (!isNull(node)) {
      const hint = "names are keys here: each ends with a colon, without a dash before it";
      const details = { source: node.source, hint };
      this.#errors.add(new PlayError("BAD_SHAPE", `${what} must be a mapping`, details));
    }
    return { kind: "mapping", entries: [], source: node.source };
  }

  #refuse({ key, keySource }: YamlEntry): void {
    const hint =
      didYouMean(key, groupKeys) ?? "a group has hosts, children and vars; other groups stand under children";
    const details = { source: keySource, hint };
    this.#errors.add(new PlayError("UNKNOWN_KEY", `a group has no key "${key}"`, details));
  }
}
