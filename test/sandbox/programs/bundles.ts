import type { Bundle } from "./bundle.ts";
import { runcWrapper } from "./runc-wrapper.ts";

export const etcdBundle: Bundle = {
  name: "etcd",
  packages: ["etcd-server", "etcd-client"],
  programs: { etcd: "usr/bin/etcd", etcdctl: "usr/bin/etcdctl" },
};

const containerdPrograms = {
  containerd: "usr/bin/containerd",
  "containerd-shim-runc-v2": "usr/bin/containerd-shim-runc-v2",
  ctr: "usr/bin/ctr",
} as const;

/** The programs of upstream's archive of docker; docker-init is tini there, too. */
export const dockerBundle: Bundle = {
  name: "docker",
  packages: ["docker.io", "containerd", "tini"],
  programs: {
    dockerd: "usr/sbin/dockerd",
    docker: "usr/bin/docker",
    "docker-init": "usr/bin/tini-static",
    "docker-proxy": "usr/sbin/docker-proxy",
    "containerd-shim": "usr/bin/containerd-shim",
    ...containerdPrograms,
  },
  scripts: { runc: runcWrapper },
};

export const containerdBundle: Bundle = {
  name: "containerd",
  packages: ["containerd"],
  programs: containerdPrograms,
  scripts: { runc: runcWrapper },
};

const cniPlugins =
  "bandwidth bridge dhcp firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tuning vlan vrf";

export const cniBundle: Bundle = {
  name: "cni-plugins",
  packages: ["containernetworking-plugins"],
  programs: Object.fromEntries(cniPlugins.split(" ").map((name) => [name, `usr/lib/cni/${name}`])),
};

export const haproxyBundle: Bundle = {
  name: "haproxy",
  packages: ["haproxy"],
  programs: { haproxy: "usr/sbin/haproxy" },
};

const triples: Readonly<Record<string, string>> = { x64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
const libraries = ["liblua5.3.so.0", "libopentracing-c-wrapper.so.0", "libopentracing.so.1"];

/** What haproxy links to and a machine may lack; hosts of a cluster have it. */
export const haproxyLibraries: Bundle = {
  name: "haproxy-libraries",
  packages: ["liblua5.3-0", "libopentracing-c-wrapper0", "libopentracing1"],
  programs: Object.fromEntries(libraries.map((name) => [name, `usr/lib/${triples[process.arch]}/${name}`])),
};

export const keepalivedBundle: Bundle = {
  name: "keepalived",
  packages: ["keepalived"],
  programs: { keepalived: "usr/sbin/keepalived" },
};
