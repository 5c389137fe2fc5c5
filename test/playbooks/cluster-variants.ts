import { readFileSync } from "node:fs";
import type { ClusterGroups } from "../sandbox/cluster-inventory.ts";
import { clusterVariables, renderGroups, virtualAddress } from "../sandbox/cluster-inventory.ts";
import type { ClusterPrograms } from "../sandbox/cluster-programs.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** Two masters, a node, and two load balancers of their own; w2 comes later. */
export const balancedNames = ["m1", "m2", "w1", "w2", "l1", "l2"] as const;

const balancedGroups = {
  etcd: ["m1"],
  kube_master: ["m1", "m2"],
  kube_node: ["m1", "w1"],
  lb: ["l1", "l2"],
} as const satisfies ClusterGroups;

/** What no other test plays: packages, one authority, kubelets that ask for serving certificates, etcd's v3 API. */
export function renderBalanced(
  sandbox: Sandbox,
  programs: ClusterPrograms,
  groups: Partial<ClusterGroups> = {},
): string {
  return renderGroups(sandbox, { ...balancedGroups, ...groups }, [
    ...clusterVariables(sandbox, programs, "v3"),
    `lb_vip=${virtualAddress(sandbox)}`,
    "haproxy_install=package",
    "keepalived_install=package",
    "pki_layout=single",
    "kubelet_serving_cert=bootstrap",
  ]);
}

export const singleNames = ["n1", "n2"] as const;

/** The shipped inventory/single with the host's own address, and this machine's programs. */
export function renderSingle(sandbox: Sandbox, programs: ClusterPrograms): string {
  const shipped = readFileSync("inventory/single", "utf8");
  const variables = clusterVariables(sandbox, programs).filter((line) => !line.startsWith("cluster_name="));
  return `${shipped.replace("192.0.2.11", addressOf(sandbox, "n1"))}\n${variables.join("\n")}\n`;
}

/** The same with a load balancer on the host and one on another, at the API server's own port. */
export function renderSamePort(sandbox: Sandbox, programs: ClusterPrograms): string {
  const lb = `[lb]\nn1\nn2 ansible_host=${addressOf(sandbox, "n2")}\n`;
  const variables = `lb_port=6443\nlb_vip=${virtualAddress(sandbox)}\n`;
  return renderSingle(sandbox, programs).replace("[lb]\n", lb) + variables;
}

function addressOf({ hosts }: Sandbox, name: string): string {
  const host = hosts.find((host) => host.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host.address;
}
