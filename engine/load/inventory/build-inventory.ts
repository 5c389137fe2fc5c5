import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import { didYouMean } from "../../base/suggest.ts";
import type { InventoryGroup, InventoryHost } from "../../model/inventory.ts";
import type { DraftGroup, InventoryDraft } from "./draft.ts";
import { isBuiltIn } from "./draft.ts";
import { cutCircles } from "./cut-circles.ts";

export interface BuiltInventory {
  readonly hosts: ReadonlyMap<string, InventoryHost>;
  readonly groups: ReadonlyMap<string, InventoryGroup>;
}

/**
 * The finished inventory: `all` above every group, `ungrouped` for hosts of no other group, members and depths worked out.
 * Collects INVENTORY_SYNTAX for groups that are named and nowhere declared, and GROUP_CYCLE.
 */
export function buildInventory(draft: InventoryDraft, errors: ErrorCollector): BuiltInventory {
  refuseUndeclared(draft, errors);
  const children = withBuiltIns(draft, cutCircles(draft, errors));
  const depths = measureDepths(children);
  const groups = new Map<string, InventoryGroup>();
  for (const [name, childNames] of children) {
    groups.set(name, {
      name,
      hosts: membersOf(name, draft, children),
      children: childNames,
      depth: depths.get(name) ?? 0,
      variables: draft.groups.get(name)?.variables ?? new Map(),
    });
  }
  return { hosts: buildHosts(draft, groups), groups };
}

function refuseUndeclared(draft: InventoryDraft, errors: ErrorCollector): void {
  const declared = [...draft.groups.values()].filter((group) => group.declared).map(({ name }) => name);
  for (const { name, source, declared: known } of draft.groups.values()) {
    if (known) continue;
    const hint = didYouMean(name, declared) ?? `declare it: [${name}]`;
    errors.add(new PlayError("INVENTORY_SYNTAX", `there is no group "${name}"`, { source, hint }));
  }
}

/** `all` has every group that nothing else has; `ungrouped` the hosts that are in no other group. */
function withBuiltIns(
  draft: InventoryDraft,
  children: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const source = { file: { path: "inventory", text: "" }, start: 0, end: 0 };
  const ungrouped = draft.declareGroup("ungrouped", source);
  const grouped = new Set(ownHosts(draft, ({ name }) => !isBuiltIn(name)));
  ungrouped.hosts.clear();
  for (const host of draft.hosts.keys()) if (!grouped.has(host)) ungrouped.hosts.add(host);
  const others = [...children].filter(([name]) => !isBuiltIn(name));
  const below = new Set(others.flatMap(([, names]) => names));
  const top = others.map(([name]) => name).filter((name) => !below.has(name));
  return new Map([["all", ["ungrouped", ...top]], ["ungrouped", []], ...others]);
}

function ownHosts(draft: InventoryDraft, accept: (group: DraftGroup) => boolean): readonly string[] {
  return [...draft.groups.values()].filter(accept).flatMap(({ hosts }) => [...hosts]);
}

/** The longest way from `all` to each group. */
function measureDepths(children: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const depths = new Map([["all", 0]]);
  let level: ReadonlySet<string> = new Set(["all"]);
  for (let depth = 1; level.size > 0; depth++) {
    level = new Set([...level].flatMap((name) => children.get(name) ?? []));
    for (const name of level) depths.set(name, depth);
  }
  return depths;
}

function membersOf(
  name: string,
  draft: InventoryDraft,
  children: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (name === "all") return [...draft.hosts.keys()];
  const within = new Set([name]);
  // A set hands out what is added while it is walked.
  for (const group of within) for (const child of children.get(group) ?? []) within.add(child);
  const members = new Set(ownHosts(draft, (group) => within.has(group.name)));
  return [...draft.hosts.keys()].filter((host) => members.has(host));
}

function buildHosts(
  draft: InventoryDraft,
  groups: ReadonlyMap<string, InventoryGroup>,
): ReadonlyMap<string, InventoryHost> {
  const ordered = [...groups.values()].sort(inMergeOrder);
  const groupsOf = new Map<string, string[]>();
  for (const group of ordered) {
    for (const host of group.hosts) groupsOf.set(host, [...(groupsOf.get(host) ?? []), group.name]);
  }
  return new Map(
    [...draft.hosts.values()].map((host) => [host.name, { ...host, groups: groupsOf.get(host.name) ?? [] }]),
  );
}

/** What comes later wins: deeper groups, then those of higher priority, then by name. */
function inMergeOrder(left: InventoryGroup, right: InventoryGroup): number {
  const difference = left.depth - right.depth || priorityOf(left) - priorityOf(right);
  return difference || (left.name < right.name ? -1 : 1);
}

function priorityOf({ variables }: InventoryGroup): number {
  const node = variables.get("ansible_group_priority");
  const value = node?.kind === "scalar" ? Number(node.value) : 1;
  return Number.isFinite(value) ? value : 1;
}
