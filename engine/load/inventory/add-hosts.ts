import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { Source } from "../../base/source.ts";
import type { VariableSet } from "../../model/inventory.ts";
import type { YamlNode } from "../../model/yaml-node.ts";
import type { DraftGroup, InventoryDraft } from "./draft.ts";
import { splitPort } from "./host-address.ts";
import { expandRanges } from "./host-range.ts";

export interface NamedHosts {
  /** A name as written: with ranges and a port, perhaps. */
  readonly pattern: string;
  readonly source: Source;
  readonly variables: VariableSet;
}

/** Adds the hosts that a name stands for to a group; a port becomes `ansible_port`. Collects INVENTORY_SYNTAX. */
export function addHosts(
  draft: InventoryDraft,
  group: DraftGroup,
  { pattern, source, variables }: NamedHosts,
  errors: ErrorCollector,
): void {
  const { name, port } = splitPort(pattern);
  const names = expandRanges(name);
  if ("wrong" in names) {
    errors.add(new PlayError("INVENTORY_SYNTAX", names.wrong, { source, hint: "for example: node[01:12]" }));
    return;
  }
  const added =
    port === undefined ? variables : new Map([["ansible_port", numberNode(port, source)], ...variables]);
  for (const hostName of names) {
    const host = draft.host(hostName, source);
    group.hosts.add(hostName);
    for (const [key, value] of added) host.variables.set(key, value);
  }
}

function numberNode(value: number, source: Source): YamlNode {
  return { kind: "scalar", value, source, segments: [] };
}
