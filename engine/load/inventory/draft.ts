import type { Source } from "../../base/source.ts";
import type { YamlNode } from "../../model/yaml-node.ts";

/** An inventory while its sources are read: what each says is added to what others said. */
export class InventoryDraft {
  readonly hosts = new Map<string, DraftHost>();
  readonly groups = new Map<string, DraftGroup>();

  /** The host of this name, made if it is new. */
  host(name: string, source: Source): DraftHost {
    return getOrMake(this.hosts, name, () => ({ name, source, variables: new Map() }));
  }

  /** The group of this name, made if it is new. To be named is not enough: something must declare it. */
  group(name: string, source: Source): DraftGroup {
    return getOrMake(this.groups, name, () => newGroup(name, source));
  }

  declareGroup(name: string, source: Source): DraftGroup {
    const group = this.group(name, source);
    group.declared = true;
    return group;
  }
}

export interface DraftHost {
  readonly name: string;
  readonly source: Source;
  readonly variables: Map<string, YamlNode>;
}

export interface DraftGroup {
  readonly name: string;
  /** Where it is named first. */
  readonly source: Source;
  declared: boolean;
  /** Those named in it directly. */
  readonly hosts: Set<string>;
  /** Child groups, each with the place that names it. */
  readonly children: Map<string, Source>;
  readonly variables: Map<string, YamlNode>;
}

/** `all` and `ungrouped` need no declaration. */
export function isBuiltIn(name: string): boolean {
  return name === "all" || name === "ungrouped";
}

function newGroup(name: string, source: Source): DraftGroup {
  const declared = isBuiltIn(name);
  return { name, source, declared, hosts: new Set(), children: new Map(), variables: new Map() };
}

function getOrMake<Item>(items: Map<string, Item>, name: string, make: () => Item): Item {
  const known = items.get(name);
  if (known) return known;
  const made = make();
  items.set(name, made);
  return made;
}
