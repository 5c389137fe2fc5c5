import { createHash } from "node:crypto";
import path from "node:path";
import type { CompiledPlay, StepBase } from "../compile/program.ts";
import type { Inventory } from "../model/inventory.ts";
import { lazyMap } from "../model/lazy-map.ts";
import type { Value } from "../model/value.ts";
import type { HostState } from "./host-state.ts";
import type { Layer, LayeredScope } from "./layers.ts";

/** Stands for an option that is not to be given; a task's arguments that equal it are left out. */
export const omitToken = `__omit__${createHash("sha256").update("play omit").digest("hex")}`;

/** What the magic variables are made of. */
export interface Surroundings {
  readonly inventory: Inventory;
  readonly play: CompiledPlay;
  /** Hosts of the current batch that are still taking part. */
  readonly activeHosts: () => readonly string[];
  readonly batch: () => readonly string[];
  readonly hostScope: (name: string) => LayeredScope | undefined;
  readonly options: RunFacts;
}

/** What the command line says that playbooks can ask for. */
export interface RunFacts {
  readonly check: boolean;
  readonly diff: boolean;
  readonly verbosity: number;
  readonly forks: number;
  readonly limit: string | undefined;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly version: string;
}

type Magic = (around: Surroundings, host: HostState, step: StepBase | undefined) => Value | undefined;

const magic: Readonly<Record<string, Magic>> = {
  ansible_check_mode: ({ options }) => options.check,
  ansible_diff_mode: ({ options }) => options.diff,
  ansible_facts: (_, host) => host.facts,
  ansible_forks: ({ options }) => options.forks,
  ansible_inventory_sources: ({ inventory }) => [...inventory.files],
  ansible_limit: ({ options }) => options.limit,
  ansible_managed: () => "Managed by play; changes made here are overwritten",
  ansible_parent_role_names: (_, __, step) => step?.role?.parents.map((role) => role.name) ?? [],
  ansible_play_batch: ({ batch }) => [...batch()],
  ansible_play_hosts: ({ activeHosts }) => [...activeHosts()],
  ansible_play_hosts_all: ({ play }) => [...play.hosts],
  ansible_play_name: ({ play }) => play.name,
  ansible_play_role_names: ({ play }) => play.variables.roles.map((role) => role.name),
  ansible_role_name: (_, __, step) => step?.role?.name,
  ansible_role_names: ({ play }) => play.variables.roles.map((role) => role.name),
  ansible_run_tags: ({ options }) => (options.tags.length > 0 ? [...options.tags] : ["all"]),
  ansible_search_path: ({ play }, _, step) => [...(step?.role ? [step.role.folder] : []), play.folder],
  ansible_skip_tags: ({ options }) => [...options.skipTags],
  ansible_verbosity: ({ options }) => options.verbosity,
  ansible_version: ({ options }) => ({ full: options.version, string: options.version }),
  group_names: ({ inventory }, host) => groupNames(inventory, host.name),
  groups: ({ inventory }) => groupsMap(inventory),
  hostvars: (around) => hostvars(around),
  inventory_dir: ({ inventory }) => inventory.files[0] && path.dirname(inventory.files[0]),
  inventory_file: ({ inventory }) => inventory.files[0],
  inventory_hostname: (_, host) => host.name,
  inventory_hostname_short: (_, host) => host.name.split(".")[0],
  omit: () => omitToken,
  play_hosts: ({ activeHosts }) => [...activeHosts()],
  playbook_dir: ({ play }) => play.folder,
  role_name: (_, __, step) => step?.role?.name,
  role_names: ({ play }) => play.variables.roles.map((role) => role.name),
  role_path: (_, __, step) => step?.role?.folder,
  vars: (around, host) => varsMap(around, host),
};

export function magicLayer(around: Surroundings, host: HostState, step: StepBase | undefined): Layer {
  return {
    kind: "computed",
    get: (name) => (Object.hasOwn(magic, name) ? magic[name]?.(around, host, step) : undefined),
    names: () => Object.keys(magic),
  };
}

function groupNames(inventory: Inventory, host: string): readonly string[] {
  const groups = inventory.hosts.get(host)?.groups ?? [];
  return groups.filter((group) => group !== "all").sort();
}

const groupsMaps = new WeakMap<Inventory, Value>();

function groupsMap(inventory: Inventory): Value {
  const known = groupsMaps.get(inventory);
  if (known !== undefined) return known;
  const made = Object.fromEntries([...inventory.groups].map(([name, group]) => [name, [...group.hosts]]));
  groupsMaps.set(inventory, made);
  return made;
}

function hostvars({ inventory, hostScope }: Surroundings): Value {
  return lazyMap({
    names: () => inventory.hosts.keys(),
    get: (name) => {
      const scope = hostScope(name);
      return scope && lazyMap({ names: scope.names, get: scope.get });
    },
  });
}

function varsMap({ hostScope }: Surroundings, host: HostState): Value | undefined {
  const scope = hostScope(host.name);
  return scope && lazyMap({ names: scope.names, get: scope.get });
}
