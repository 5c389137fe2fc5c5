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
  const sections = Object.entries(groups).map(([name, hosts]) => `[${name}]\n${lines(hosts)}\n`);
  const hosts = sandbox.hosts.map(
    ({ name, address }) => `${name} ansible_host=${address} node_ip=${address}`,
  );
  return `${lines(hosts)}\n${sections.join("")}[all:vars]\n${lines(variables(sandbox, programs, groups.lb))}`;
}

function variables(sandbox: Sandbox, programs: ClusterPrograms, lb: readonly string[]): readonly string[] {
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
    `haproxy_version=${programs.haproxy}`,
    "keepalived_install=binaries",
    `keepalived_version=${programs.keepalived}`,
    "# not flannel, but the sandbox's stand-in for that version",
    `flannel_version=${programs.flannel}`,
    `flannel_binaries=${programs.flannelFolder}`,
    "# not CoreDNS, but the sandbox's stand-in",
    `coredns_image=${imageNames.dns}`,
    `verify_image=${imageNames.test}`,
    `image_archives=[${archives.join(", ")}]`,
    ...(lb.length === 0 ? [] : [`lb_vip=${virtualAddress(sandbox)}`]),
  ];
}

/** An address of the sandbox's network that no host has: see claim.ts. */
export function virtualAddress({ hosts }: Sandbox): string {
  return String(hosts[0]?.address).replace(/\.\d+$/, ".250");
}

function lines(words: readonly string[]): string {
  return words.map((word) => `${word}\n`).join("");
}
