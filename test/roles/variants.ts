import type { Otherwise } from "./render-roles.ts";
import type { Version } from "./versions.ts";

/** Another configuration that the roles offer, and the files that differ for it. */
export interface Variant extends Otherwise {
  /** The golden folder's name, below `variants`. */
  readonly name: string;
  readonly version: Version;
  readonly files: readonly string[];
}

const haproxy = "loadbalancer/haproxy.cfg";
const keepalived = "loadbalancer/keepalived.conf";
const apiserver = "kubernetes_master/kube-apiserver.service";
const kubelet = ["kubernetes_work/kubelet.service", "kubernetes_work/kubelet-config.yaml"] as const;

const tainted = {
  node_taints: ["dedicated=gpu:NoSchedule", "slow:PreferNoSchedule"],
  kubelet_serving_cert: "bootstrap",
} as const;

export const variants: readonly Variant[] = [
  {
    name: "balancers-on-masters",
    version: "1.20",
    groups: { lb: ["m1", "m2"] },
    files: [haproxy, keepalived, apiserver],
  },
  {
    name: "balancers-on-masters-same-port",
    version: "1.20",
    groups: { lb: ["m1", "m2"] },
    variables: { lb_port: 6443 },
    files: [haproxy, keepalived, apiserver],
  },
  {
    // as an inventory in INI form has it
    name: "older-haproxy",
    version: "1.20",
    variables: { haproxy_drains: "no" },
    files: [haproxy],
  },
  {
    name: "one-balancer-with-address",
    version: "1.20",
    groups: { lb: ["l1"] },
    files: [keepalived],
  },
  {
    name: "local-balancers",
    version: "1.36",
    groups: { lb: [] },
    variables: { lb_vip: "" },
    files: [haproxy, apiserver, "kubernetes_work/kube-proxy-config.yaml"],
  },
  {
    name: "no-balancer",
    version: "1.36",
    groups: { etcd: ["m1"], kube_master: ["m1"], kube_node: ["m1"], lb: [] },
    variables: { lb_vip: "" },
    files: [apiserver, ...kubelet],
  },
  {
    name: "programs-from-the-controller",
    version: "1.20",
    variables: { haproxy_install: "binaries", keepalived_install: "binaries" },
    files: ["loadbalancer/haproxy.service", "loadbalancer/keepalived.service"],
  },
  {
    name: "requests-and-taints-1.20",
    version: "1.20",
    variables: tainted,
    files: [apiserver, ...kubelet],
  },
  {
    name: "requests-and-taints-1.36",
    version: "1.36",
    variables: tainted,
    files: [apiserver, ...kubelet],
  },
  {
    name: "self-signed-kubelets",
    version: "1.34",
    variables: { kubelet_serving_cert: "self" },
    files: [apiserver, ...kubelet],
  },
  {
    name: "flannel-over-v3-1.20",
    version: "1.20",
    variables: { flannel_version: "0.18.0" },
    files: ["etcd/etcd.service", "flanneld/flanneld.service"],
  },
];
