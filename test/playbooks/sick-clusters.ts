/** Something that is wrong with h2 of a cluster that runs, and how verify.yml names it. */
export interface SickCluster {
  readonly what: string;
  /** The rule's name, in brackets in the output. */
  readonly finding: string;
  /** Whom it is said of; default h2. */
  readonly where?: "h1";
  /** What is run on h2, unless `on` names others, and mends it again. */
  readonly breaks: string;
  readonly mends: string;
  readonly on?: readonly string[];
  readonly cause: RegExp;
  readonly remedy: RegExp;
}

const folder = "/etc/kubernetes/cert";
const authority = `-CA ${folder}/ca.pem -CAkey ${folder}/ca-key.pem -set_serial 1`;
const dropIn = "/run/systemd/system/etcd.service.d";

export const sickClusters: readonly SickCluster[] = [
  {
    what: "a name that the API server's certificate lacks",
    finding: "certificate-names",
    // signed by the same authority, but for kubelet
    ...wrongFile(`${folder}/kubernetes.pem`, `cat ${folder}/kubelet-server.pem > ${folder}/kubernetes.pem`),
    cause:
      /the API server's certificate lacks IP:10\.254\.0\.1, DNS:kubernetes\.default\.svc\.cluster\.local/,
    remedy: /play site\.yml; it is issued again with all names/,
  },
  {
    what: "a certificate that expires",
    finding: "certificates-expiring",
    ...wrongFile(
      `${folder}/kube-scheduler.pem`,
      `openssl req -new -key ${folder}/kube-scheduler-key.pem -subj /CN=system:kube-scheduler |
      openssl x509 -req ${authority} -days 1 -out ${folder}/kube-scheduler.pem`,
    ),
    cause: /expire within \d+ days, or cannot be read: \/etc\/kubernetes\/cert\/kube-scheduler\.pem/,
    remedy: /play site\.yml; it issues them again/,
  },
  {
    what: "a certificate of another authority",
    finding: "certificates-authority",
    ...wrongFile(
      "/etc/flanneld/cert/flanneld.pem",
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=flanneld -days 3650 -out /etc/flanneld/cert/flanneld.pem",
    ),
    cause: /the authority beside them has not signed.*: \/etc\/flanneld\/cert\/flanneld\.pem/,
    remedy: /files of another cluster or of a former authority/,
  },
  {
    what: "a certificate of kubelet's that has expired",
    finding: "certificates-expiring",
    ...wrongFile(
      `${folder}/kubelet-client-current.pem`,
      `openssl req -new -key ${folder}/kubelet-client-current.pem -subj /O=system:nodes/CN=system:node:h2 |
      openssl x509 -req ${authority} -days -1 -out /run/expired.pem &&
      openssl pkey -in ${folder}/kubelet-client-current.pem >> /run/expired.pem &&
      cat /run/expired.pem > ${folder}/kubelet-client-current.pem`,
    ),
    cause: /have expired, .*: \/etc\/kubernetes\/cert\/kubelet-client-current\.pem/,
    remedy: /once expired, systemctl restart kubelet/,
  },
  {
    what: "an address of the API that is not the API's",
    finding: "api-address",
    ...wrongFile(
      "/etc/kubernetes/kubelet.kubeconfig",
      "sed -i 's|server: .*|server: https://192.0.2.1:6443|' /etc/kubernetes/kubelet.kubeconfig",
    ),
    cause: /kubelet asks https:\/\/192\.0\.2\.1:6443 for the API, which is at https:\/\/[\d.]+:\d+/,
    remedy: /play kubernetes_work\.yml/,
  },
  {
    what: "packets of pods that are too large for the network",
    finding: "mtu",
    ...wrongFile(
      "/run/flannel/subnet.env",
      "sed -i s/^FLANNEL_MTU=.*/FLANNEL_MTU=1500/ /run/flannel/subnet.env",
    ),
    cause: /packets of pods have up to 1500 bytes, and 1450 fit/,
    remedy: /the same MTU; then restart flanneld/,
  },
  {
    what: "a kernel that forwards nothing and hides what crosses a bridge",
    finding: "settings",
    breaks: "sysctl -w net.ipv4.ip_forward=0 net.bridge.bridge-nf-call-iptables=0",
    mends: "sysctl -w net.ipv4.ip_forward=1 net.bridge.bridge-nf-call-iptables=1",
    cause: /not 1 .*: net\.ipv4\.ip_forward net\.bridge\.bridge-nf-call-iptables/,
    remedy: /play kubernetes_mgr\.yml/,
  },
  {
    what: "a firewall that closes the port of etcd's members",
    finding: "firewall",
    where: "h1",
    breaks: "iptables -w -I INPUT -p tcp --dport 2380 -j DROP",
    mends: "iptables -w -D INPUT -p tcp --dport 2380 -j DROP",
    cause: /connections to other hosts get no answer: [\d.]+:2380 \[/,
    remedy: /open these TCP ports/,
  },
  {
    what: "a member of another etcd cluster",
    finding: "etcd-cluster",
    // API servers must not take what it holds for what is so
    on: ["h1", "h2", "h3"],
    breaks: `systemctl stop kube-apiserver; [ $(hostname) != h2 ] || {
      mkdir -p ${dropIn} && mkdir -m 700 /run/other-etcd && { ${anotherCluster()}; } > ${dropIn}/other.conf &&
      systemctl daemon-reload && systemctl restart etcd; }`,
    mends: `[ $(hostname) != h2 ] || { rm -r ${dropIn} /run/other-etcd && systemctl daemon-reload && systemctl restart etcd; };
      systemctl start kube-apiserver`,
    cause:
      /in another etcd cluster than the others, \d+, as one that was started with another --initial-cluster-token/,
    remedy: /play remove-etcd\.yml -e member=h2, then add-etcd\.yml/,
  },
];

/** A file that is made wrong by a script, and is put back afterwards. */
function wrongFile(file: string, script: string): Pick<SickCluster, "breaks" | "mends"> {
  return { breaks: `cp -p ${file} /run/kept && ${script}`, mends: `cp -p /run/kept ${file}` };
}

/** etcd's command line and environment, as they are but for a cluster of h2 alone, in the words of systemd. */
function anotherCluster(): string {
  const command = String.raw`sed -n '/^ExecStart=/,/[^\\]$/p' /etc/systemd/system/etcd.service | sed 's|--data-dir=[^ ]*|--data-dir=/run/other-etcd|'`;
  const peer = String.raw`$(sed -n 's/.*--initial-advertise-peer-urls=\([^ ]*\).*/\1/p' /etc/systemd/system/etcd.service)`;
  return `printf '[Service]\\nEnvironmentFile=\\nExecStart=\\n'; ${command};
        printf 'Environment=ETCD_INITIAL_CLUSTER_STATE=new ETCD_INITIAL_CLUSTER_TOKEN=other ETCD_INITIAL_CLUSTER=h2=%s\\n' "${peer}"`;
}
