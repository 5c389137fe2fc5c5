/** Something that is wrong with h2 of a cluster that runs, and how verify.yml names it. */
export interface SickCluster {
  readonly what: string;
  /** The rule's name, in brackets in the output. */
  readonly finding: string;
  /** The file that is made wrong, and how; it is put back afterwards. */
  readonly file: string;
  readonly breaks: string;
  readonly cause: RegExp;
  readonly remedy: RegExp;
}

const folder = "/etc/kubernetes/cert";

export const sickClusters: readonly SickCluster[] = [
  {
    what: "a name that the API server's certificate lacks",
    finding: "certificate-names",
    file: `${folder}/kubernetes.pem`,
    // signed by the same authority, but for kubelet
    breaks: `cat ${folder}/kubelet-server.pem > ${folder}/kubernetes.pem`,
    cause:
      /the API server's certificate lacks IP:10\.254\.0\.1, DNS:kubernetes\.default\.svc\.cluster\.local/,
    remedy: /play site\.yml; it is issued again with all names/,
  },
  {
    what: "a certificate that expires",
    finding: "certificates-expiring",
    file: `${folder}/kube-scheduler.pem`,
    breaks: `openssl req -new -key ${folder}/kube-scheduler-key.pem -subj /CN=system:kube-scheduler |
      openssl x509 -req -CA ${folder}/ca.pem -CAkey ${folder}/ca-key.pem -set_serial 1 -days 1 -out ${folder}/kube-scheduler.pem`,
    cause: /expire within \d+ days, or cannot be read: \/etc\/kubernetes\/cert\/kube-scheduler\.pem/,
    remedy: /play site\.yml; it issues them again/,
  },
  {
    what: "a certificate of another authority",
    finding: "certificates-authority",
    file: "/etc/flanneld/cert/flanneld.pem",
    breaks:
      "openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=flanneld -days 3650 -out /etc/flanneld/cert/flanneld.pem",
    cause: /the authority beside them has not signed.*: \/etc\/flanneld\/cert\/flanneld\.pem/,
    remedy: /files of another cluster or of a former authority/,
  },
];
