import { expect, test } from "vitest";
import { renderClusterInventory } from "./cluster-inventory.ts";
import type { ClusterPrograms } from "./cluster-programs.ts";
import type { Sandbox } from "./sandbox.ts";

const programs: ClusterPrograms = {
  kubernetes: "1.20.2",
  etcd: "3.4.23",
  docker: "20.10.24",
  containerd: "1.6.20",
  cni: "1.1.1",
  haproxy: "2.6.12",
  keepalived: "2.2.7",
  flannel: {
    v2: { version: "0.11.0", folder: "/cache/binaries/flannel-stand-in-0.11.0" },
    v3: { version: "0.18.0", folder: "/cache/binaries/flannel-stand-in-0.18.0" },
  },
  images: { pause: "/cache/pause.tar", test: "/cache/test.tar", dns: "/cache/dns.tar" },
};

/** As much of a sandbox as an inventory tells of. */
function sandboxOf(count: number): Sandbox {
  const hosts = Array.from({ length: count }, (_, index) => ({
    name: `h${index + 1}`,
    address: `10.213.9.${index + 11}`,
    pid: 1,
    consolePath: "",
  }));
  const unused = (): never => {
    throw new Error("not here");
  };
  const doing = { inventoryText: unused, run: unused, read: unused, stop: unused };
  return { id: 9, hosts, keyPath: "/run/key", knownHostsPath: "/run/known_hosts", ...doing };
}

/** The names below a heading. */
function group(text: string, name: string): string | undefined {
  return new RegExp(`^\\[${name}\\]\\n([^[]*)`, "m").exec(text)?.[1]?.trim().replaceAll("\n", " ");
}

test("four hosts are three masters and four nodes behind a virtual address", () => {
  const text = renderClusterInventory(sandboxOf(4), programs);
  expect(text).toContain("h4 ansible_host=10.213.9.14 node_ip=10.213.9.14\n");
  expect(group(text, "etcd")).toBe("h1 h2 h3");
  expect(group(text, "kube_master")).toBe("h1 h2 h3");
  expect(group(text, "kube_node")).toBe("h1 h2 h3 h4");
  expect(group(text, "lb")).toBe("h1 h2");
  expect(text).toContain("\nlb_vip=10.213.9.250\n");
  expect(text).toContain("\nimage_archives=['/cache/pause.tar', '/cache/test.tar', '/cache/dns.tar']\n");
});

test("one host, or two, have one master and no load balancer", () => {
  const text = renderClusterInventory(sandboxOf(2), programs);
  expect(group(text, "etcd")).toBe("h1");
  expect(group(text, "kube_node")).toBe("h1 h2");
  expect(group(text, "lb")).toBe("");
  expect(text).not.toContain("lb_vip");
});
