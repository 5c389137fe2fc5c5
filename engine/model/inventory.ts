import type { Source } from "../base/source.ts";
import type { YamlNode } from "./yaml-node.ts";

/** Variables as written, by name, not rendered; where a name is given twice in one place the later one wins. */
export type VariableSet = ReadonlyMap<string, YamlNode>;

export interface InventoryHost {
  readonly name: string;
  /** Names of all groups that hold it, directly or through children, `all` included, in Ansible's merge order. */
  readonly groups: readonly string[];
  /** Host variables of the inventory itself (inline or `hosts:` mapping). */
  readonly variables: VariableSet;
  readonly source: Source;
}

export interface InventoryGroup {
  readonly name: string;
  /** Hosts in it directly or through children, in inventory order. */
  readonly hosts: readonly string[];
  readonly children: readonly string[];
  /** Distance from `all`; deeper groups win over their parents. */
  readonly depth: number;
  readonly variables: VariableSet;
}

/** Files of `group_vars/` and `host_vars/` at one place: beside an inventory or beside a playbook. */
export interface VariableFolder {
  readonly groups: ReadonlyMap<string, VariableSet>;
  readonly hosts: ReadonlyMap<string, VariableSet>;
}

export interface Inventory {
  /** In inventory order. */
  readonly hosts: ReadonlyMap<string, InventoryHost>;
  /** Always with `all` and `ungrouped`. */
  readonly groups: ReadonlyMap<string, InventoryGroup>;
  /** One per inventory source, in the order of `-i`. */
  readonly folders: readonly VariableFolder[];
  /** For `inventory_file` and `inventory_dir`; absolute; undefined for `-i h1,h2,`. */
  readonly files: readonly string[];
}
