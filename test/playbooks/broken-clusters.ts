/** Something that stands in the way of a cluster, and how preflight.yml names it. */
export interface BrokenCluster {
  readonly what: string;
  /** The rule's name, in brackets in the output. */
  readonly finding: string;
  /** Whom it is said of. */
  readonly where: "cluster" | "h1" | "h2";
  readonly cause: RegExp;
  readonly remedy: RegExp;
  /** Variables that break it, */
  readonly variables?: Readonly<Record<string, unknown>>;
  /** or what is run on h2 for it, and mends it again. */
  readonly breaks?: string;
  readonly mends?: string;
}

export const brokenClusters: readonly BrokenCluster[] = [
  {
    // hosts of a sandbox have this machine's clock, so the tolerance is what is off
    what: "a clock that is off",
    finding: "clock",
    where: "h2",
    cause: /the clock is -?\d+ s off the controller's/,
    remedy: /chrony or systemd-timesyncd/,
    variables: { preflight_clock_tolerance: -1 },
  },
  {
    what: "a host that swaps",
    finding: "swap",
    where: "h2",
    cause: /the host swaps, and kubelet does not start/,
    remedy: /common_swap_off=true, or run swapoff -a/,
    variables: { common_swap_off: false },
    breaks: String.raw`printf 'Filename Type Size Used Priority\n/dev/vdb partition 1048572 0 -2\n' > /run/swaps && mount --bind /run/swaps /proc/swaps`,
    mends: "umount /proc/swaps",
  },
  {
    what: "another cgroup driver than kubelet's",
    finding: "cgroup-driver",
    where: "cluster",
    cause: /do not give docker the cgroup driver of kubelet, systemd/,
    remedy: /native\.cgroupdriver=systemd/,
    variables: { docker_settings: { "exec-opts": ["native.cgroupdriver=cgroupfs"] } },
  },
  {
    what: "an endpoint of etcd without a scheme",
    finding: "etcd-endpoints",
    where: "cluster",
    cause: /not https:\/\/address:port: https:\/\/192\.0\.2\.1:2379,192\.0\.2\.2:2379/,
    remedy: /its own scheme and port/,
    variables: { etcd_endpoints: "https://192.0.2.1:2379,192.0.2.2:2379" },
  },
  {
    what: "a port that something else has",
    finding: "ports",
    where: "h2",
    cause: /a port that the cluster needs is taken: 10250 by perl/,
    remedy: /ss -ltnp/,
    breaks: `systemd-run --unit=squatter perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalPort => 10250, Listen => 1) or die; sleep 1000' && until ss -Hltn | grep -q :10250; do :; done`,
    mends: "systemctl stop squatter",
  },
  {
    what: "a port of the load balancer that is the API server's",
    finding: "load-balancer-port",
    where: "cluster",
    cause: /want the same port 6443/,
    remedy: /lb_port=8443/,
    variables: { lb_mode: "local", lb_port: 6443 },
  },
  {
    what: "a machine-id twice, as with cloned machines",
    finding: "machine-id",
    where: "h1",
    cause: /\/etc\/machine-id [0-9a-f]{32} is another host's, too/,
    remedy: /systemd-machine-id-setup/,
    // of h1, put there by the test
    breaks: "cp -p /etc/machine-id /run/own-id && cp /run/other-id /etc/machine-id",
    mends: "cp /run/own-id /etc/machine-id",
  },
  {
    what: "an authority that expires within days",
    finding: "authorities-expired",
    where: "cluster",
    cause: /an authority has expired or is about to, or cannot be read: .*\/short\.pem/,
    remedy: /hosts trust both for a while/,
    variables: { pki_ca: "{{ inventory_dir }}/short" },
  },
  {
    what: "an authority without its key",
    finding: "authorities",
    where: "cluster",
    cause: /an authority's key is missing on the controller: .*\/keyless-key\.pem/,
    remedy: /bring it back from the backup/,
    variables: { pki_ca: "{{ inventory_dir }}/keyless" },
  },
  {
    what: "a program that is missing",
    finding: "programs",
    where: "h2",
    cause: /programs are missing on the controller: .*\/kubelet, .*\/kube-proxy/,
    remedy: /play download\.yml, or copy them there/,
    variables: { kubernetes_binaries: "{{ inventory_dir }}/empty" },
  },
  {
    what: "a program that is an empty file, as after a download that broke off",
    finding: "programs-empty",
    where: "h1",
    cause: /programs on the controller are empty files: .*\/torn\/etcd\b/,
    remedy: /remove them and play download\.yml/,
    variables: { etcd_binaries: "{{ inventory_dir }}/torn" },
  },
  {
    what: "too few networks for the hosts",
    finding: "flannel-hosts",
    where: "cluster",
    cause: /172\.30\.0\.0\/23 has networks of \/24 for\s+1 hosts, and there are 2/,
    remedy: /a larger pod_cidr/,
    variables: { pod_cidr: "172.30.0.0/23" },
  },
  {
    what: "a flag that the version has no more",
    finding: "removed-flags",
    where: "cluster",
    cause: /kubelet --allow-privileged \(gone since 1\.20\)/,
    remedy: /take them out of the extra flags/,
    variables: { kubelet_extra_flags: ["--allow-privileged=true"] },
  },
  {
    what: "flannel that speaks what etcd has no more",
    finding: "flannel-etcd",
    where: "cluster",
    cause: /flannel 0\.11\.0 speaks etcd's v2 interface, which etcd 3\.6\.8 has no more/,
    remedy: /flannel 0\.18 or newer/,
    variables: { etcd_version: "3.6.8" },
  },
];
