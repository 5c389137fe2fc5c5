import type { SandboxState } from "./state.ts";
import { sandboxFile } from "./state.ts";

/**
 * The hosts as an INI inventory: all of them in the group etcd, reached as root with the sandbox's key. The other groups
 * are empty, so that site.yml stops at an etcd cluster. The legacy line is the one whose programs can be had here.
 */
export function renderInventory(state: SandboxState): string {
  const hosts = state.hosts.map(
    ({ name, address }) => `${name} ansible_host=${address} node_ip=${address}\n`,
  );
  return `[etcd]
${hosts.join("")}
[kube_master]
[kube_node]
[lb]

[all:vars]
cluster_name=sandbox
k8s_line=legacy
ansible_user=root
ansible_ssh_private_key_file=${sandboxFile.key(state.id)}
ansible_ssh_known_hosts_file=${sandboxFile.knownHosts(state.id)}
`;
}
