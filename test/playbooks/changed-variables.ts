/** One changed variable, and the services that it restarts, as section 15 of the facts has it. */
export interface ChangedVariable {
  readonly variable: string;
  readonly value: unknown;
  /** The services that restart on each host that has them, in this order. Empty: none does. */
  readonly restarts: readonly string[];
  /** Those that have them; not given: all. */
  readonly hosts?: readonly string[];
  /** All hosts at once instead of one by one. */
  readonly atOnce?: true;
  /** Why none does, or what else there is to know. */
  readonly why: string;
}

/** The role's own, with other sizes of logs; docker_settings are given as a whole. */
const dockerSettings = {
  "exec-opts": ["native.cgroupdriver=systemd"],
  "log-driver": "json-file",
  "log-opts": { "max-size": "50m", "max-file": "5" },
  "storage-driver": "overlay2",
  "live-restore": true,
  "userland-proxy": false,
  "data-root": "/var/lib/docker",
};

/** The first `count` of them, as `play` takes them. */
export function firstChanges(count: number): readonly string[] {
  const rows = changedVariables.slice(0, count).map(({ variable, value }) => [variable, value]);
  return ["-e", JSON.stringify(Object.fromEntries(rows))];
}

/** Played one after the other on one cluster, each in addition to those before it. */
export const changedVariables: readonly ChangedVariable[] = [
  { variable: "etcd_heartbeat_interval", value: 120, restarts: ["etcd"], why: "unit" },
  { variable: "apiserver_event_ttl", value: "2h", restarts: ["kube-apiserver"], why: "unit" },
  {
    variable: "controller_manager_extra_flags",
    value: ["--concurrent-deployment-syncs=6"],
    restarts: ["kube-controller-manager"],
    why: "unit",
  },
  {
    variable: "scheduler_extra_flags",
    value: ["--vmodule=none=1"],
    restarts: ["kube-scheduler"],
    why: "unit",
  },
  {
    variable: "master_log_level",
    value: 3,
    restarts: ["kube-apiserver", "kube-controller-manager", "kube-scheduler"],
    why: "three units of one host, each restarted once",
  },
  {
    variable: "apiserver_extra_sans",
    value: ["api.example.org"],
    restarts: [],
    why: "the API server reads its serving certificate again by itself",
  },
  { variable: "kubelet_max_pods", value: 100, restarts: ["kubelet"], why: "settings" },
  {
    variable: "kube_proxy_extra_settings",
    value: { configSyncPeriod: "20m0s" },
    restarts: ["kube-proxy"],
    why: "settings",
  },
  {
    variable: "flannel_extra_flags",
    value: ["--subnet-lease-renew-margin=90"],
    restarts: ["flanneld"],
    atOnce: true,
    why: "unit; the kernel carries packets meanwhile, and the lease stays, so docker does, too",
  },
  {
    variable: "docker_live_settings",
    value: { "registry-mirrors": [], "insecure-registries": [], debug: true },
    restarts: [],
    why: "docker reads them again when it is told to",
  },
  { variable: "docker_settings", value: dockerSettings, restarts: ["docker"], why: "daemon.json" },
  { variable: "haproxy_balance", value: "leastconn", restarts: [], why: "haproxy is reloaded" },
  {
    variable: "haproxy_open_files",
    value: 32_768,
    restarts: ["haproxy"],
    hosts: ["h1", "h2"],
    why: "unit; the virtual address moves to the other meanwhile, or stays there",
  },
  {
    variable: "common_extra_sysctl",
    value: { "net.core.somaxconn": 32000 },
    restarts: [],
    why: "the kernel's settings are no service's",
  },
];
