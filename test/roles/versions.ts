/** The versions that go together, of the lines' ends and of what lies between; see docs of the role cluster. */
export const versions = {
  "1.20": {
    k8s_line: "legacy",
    k8s_version: "1.20.2",
    etcd_version: "3.4.23",
    flannel_version: "0.11.0",
    containerd_version: "1.6.20",
    coredns_version: "1.7.0",
  },
  "1.32": {
    k8s_line: "current",
    k8s_version: "1.32.0",
    etcd_version: "3.5.24",
    flannel_version: "0.26.0",
    containerd_version: "1.7.24",
    coredns_version: "1.11.3",
  },
  "1.34": {
    k8s_line: "current",
    k8s_version: "1.34.0",
    etcd_version: "3.6.4",
    flannel_version: "0.27.0",
    containerd_version: "2.1.3",
    coredns_version: "1.12.1",
  },
  "1.36": {
    k8s_line: "current",
    k8s_version: "1.36.0",
    etcd_version: "3.6.8",
    flannel_version: "0.28.0",
    containerd_version: "2.2.0",
    coredns_version: "1.14.2",
  },
} as const;

export type Version = keyof typeof versions;

export const allVersions: readonly Version[] = ["1.20", "1.32", "1.34", "1.36"];
