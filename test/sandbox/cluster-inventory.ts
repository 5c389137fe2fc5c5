import type { ClusterPrograms } from "./cluster-programs.ts";
import { imageNames } from "./images/images.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * The hosts as an INI inventory for a cluster of the legacy line, highly available from three hosts on: the first three
 * are masters and etcd's members, the first two balance the load and have a virtual address in turn, all are nodes.
 * Versions, programs and images are those of the cache.
 */
export function renderClusterInventory(sandbox: Sandbox, programs: ClusterPrograms): string {
  const names = sandbox.hosts.map(({ name }) => name);
  const several = names.length < 3 ? 1 : 3;
  const groups = {
    etcd: names.slice(0, several),
    kube_master: names.slice(0, several),
    kube_node: names,
    lb: several === 1 ? [] : names.slice(0, 2),
  };
  return renderGroups(sandbox, groups, [
    ...clusterVariables(sandbox, programs),
    ...(groups.lb.length === 0 ? [] : [`lb_vip=${virtualAddress(sandbox)}`]),
  ]);
}

/** The names of hosts in each group of the roles. */
export type ClusterGroups = Readonly<Record<"etcd" | "kube_master" | "kube_node" | "lb", readonly string[]>>;

/** An INI inventory of the hosts that are in a group, with lines of variables for all of them. */
export function renderGroups(sandbox: Sandbox, groups: ClusterGroups, variables: readonly string[]): string {
  const members = new Set(Object.values(groups).flat());
  const hosts = sandbox.hosts
    .filter(({ name }) => members.has(name))
    .map(({ name, address }) => `${name} ansible_host=${address} node_ip=${address}`);
  const sections = Object.entries(groups).map(([name, names]) => `[${name}]\n${lines(names)}\n`);
  return `${lines(hosts)}\n${sections.join("")}[all:vars]\n${lines(variables)}`;
}

/** Where the cache's programs and images are, and how the hosts are reached: lines of `[all:vars]`. */
export function clusterVariables(
  sandbox: Sandbox,
  programs: ClusterPrograms,
  flannel: keyof ClusterPrograms["flannel"] = "v2",
): readonly string[] {
  const archives = Object.values(programs.images).map((path) => `'${path}'`);
  return [
    "cluster_name=sandbox",
    "ansible_user=root",
    `ansible_ssh_private_key_file=${sandbox.keyPath}`,
    `ansible_ssh_known_hosts_file=${sandbox.knownHostsPath}`,
    "k8s_line=legacy",
    `k8s_version=${programs.kubernetes}`,
    `etcd_version=${programs.etcd}`,
    `docker_version=${programs.docker}`,
    "haproxy_install=binaries",
    `haproxy_version=${programs.haproxy}`,
    "keepalived_install=binaries",
    `keepalived_version=${programs.keepalived}`,
    "# not flannel, but the sandbox's stand-in for that version",
    `flannel_version=${programs.flannel[flannel].version}`,
    `flannel_binaries=${programs.flannel[flannel].folder}`,
    "# not CoreDNS, but the sandbox's stand-in",
    `coredns_image=${imageNames.dns}`,
    `verify_image=${imageNames.test}`,
    `image_archives=[${archives.join(", ")}]`,
  ];
}

/** An address of the sandbox's network that no host has: see claim.ts. */
export function virtualAddress({ hosts }: Sandbox): string {
  return String(hosts[0]?.address).replace(/\.\d+$/, ".250");
}

function lines(words: readonly string[]): string {
  return words.map((word) => `${word}\n`).join("");
}
