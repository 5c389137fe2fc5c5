import { visibleLine } from "./visible.ts";

/** Hosts in brackets, as Ansible has them: `[h1 h2 h3]`. All of many hosts are only counted: `[all 50 hosts]`. */
export function hostList(hosts: readonly string[], all: number): string {
  if (hosts.length === all && all > manyHosts) return `[all ${all} hosts]`;
  return `[${names(hosts)}]`;
}

/** Up to `most` hosts by name, the others as a number: `h1 h2 h3 and 47 more`. */
export function fewHosts(hosts: readonly string[], most: number): string {
  if (hosts.length <= most) return names(hosts);
  return `${names(hosts.slice(0, most))} and ${hosts.length - most} more`;
}

const manyHosts = 8;

/** A name may come from a host's answer, by add_host. */
function names(hosts: readonly string[]): string {
  return hosts.map((host) => visibleLine(host)).join(" ");
}
