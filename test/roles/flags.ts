/**
 * From which version on a component knows a flag (`added`), and from which one it does not start with it (`removed`).
 * Flags that every version from 1.20 on knows are not listed. From the release notes, and the sources of these versions.
 */
export interface FlagLife {
  readonly added?: string;
  readonly removed?: string;
}

type Flags = Readonly<Record<string, FlagLife>>;

const logging: Flags = {
  logtostderr: { removed: "1.26" },
  alsologtostderr: { removed: "1.26" },
  "log-dir": { removed: "1.26" },
  "log-file": { removed: "1.26" },
};

export const kubernetesFlags = {
  "kube-apiserver": {
    ...logging,
    "insecure-bind-address": { removed: "1.24" },
    "insecure-port": { removed: "1.24" },
    address: { removed: "1.24" },
    port: { removed: "1.24" },
    "kubelet-https": { removed: "1.22" },
    "experimental-bootstrap-token-auth": { removed: "1.20" },
    "basic-auth-file": { removed: "1.19" },
    "enable-swagger-ui": { removed: "1.24" },
    "audit-dynamic-configuration": { removed: "1.19" },
    "experimental-encryption-provider-config": { removed: "1.24" },
    "encryption-provider-config-automatic-reload": { added: "1.26" },
    "authentication-config": { added: "1.29" },
    "authorization-config": { added: "1.29" },
    "shutdown-send-retry-after": { added: "1.21" },
    "shutdown-watch-termination-grace-period": { added: "1.27" },
    "target-ram-mb": { removed: "1.24" },
    "master-service-namespace": { removed: "1.27" },
    "cloud-provider": { removed: "1.33" },
  },
  "kube-controller-manager": {
    ...logging,
    address: { removed: "1.24" },
    port: { removed: "1.24" },
    "experimental-cluster-signing-duration": { removed: "1.25" },
    "pod-eviction-timeout": { removed: "1.27" },
    "enable-taint-manager": { removed: "1.27" },
    "concurrent-service-syncs": { removed: "1.37" },
  },
  "kube-scheduler": {
    ...logging,
    address: { removed: "1.24" },
    port: { removed: "1.24" },
    "policy-config-file": { removed: "1.23" },
    "algorithm-provider": { removed: "1.22" },
    "lock-object-name": { removed: "1.28" },
    "lock-object-namespace": { removed: "1.28" },
  },
  kubelet: {
    ...logging,
    "api-servers": { removed: "1.20" },
    "require-kubeconfig": { removed: "1.20" },
    "allow-privileged": { removed: "1.20" },
    "network-plugin": { removed: "1.24" },
    "cni-conf-dir": { removed: "1.24" },
    "cni-bin-dir": { removed: "1.24" },
    "docker-endpoint": { removed: "1.24" },
    "image-pull-progress-deadline": { removed: "1.24" },
    "container-runtime": { removed: "1.27" },
    "pod-infra-container-image": { removed: "1.35" },
    "experimental-bootstrap-kubeconfig": { removed: "1.23" },
    "cloud-config": { removed: "1.34" },
    "register-schedulable": { removed: "1.34" },
    "keep-terminated-pod-volumes": { removed: "1.31" },
    "iptables-masquerade-bit": { removed: "1.31" },
    "iptables-drop-bit": { removed: "1.31" },
    containerd: { removed: "1.37" },
  },
  "kube-proxy": { ...logging, "proxy-port-range": { removed: "1.31" } },
} as const satisfies Record<string, Flags>;

/** By etcd's own versions. */
export const etcdFlags: Flags = {
  "enable-v2": { removed: "3.6" },
  proxy: { removed: "3.6" },
  "experimental-initial-corrupt-check": { removed: "3.7" },
  "feature-gates": { added: "3.6" },
  debug: { removed: "3.5" },
  "log-package-levels": { removed: "3.5" },
};

/** Why these flags are not for this version; nothing where all are. */
export function wrongFlags(flags: readonly string[], lives: Flags, version: string): readonly string[] {
  return flags.flatMap((flag) => {
    const { added, removed } = lives[flag] ?? {};
    if (removed !== undefined && !isBefore(version, removed)) return [`--${flag} was removed in ${removed}`];
    if (added !== undefined && isBefore(version, added)) return [`--${flag} is there only from ${added} on`];
    return [];
  });
}

function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split(".").map(Number);
  return major === otherMajor ? minor < otherMinor : major < otherMajor;
}

/** The names of the flags of a unit's command line. */
export function flagsOf(unit: string): readonly string[] {
  return [...unit.matchAll(/^ {2}--?([a-z0-9-]+)/gm)].map(([, name]) => String(name));
}
