import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { changesOf } from "../support/play.ts";
import type { JsonEvent } from "../support/play.ts";
import type { ClusterBench } from "./cluster-bench.ts";
import { bootCluster, timed } from "./cluster-bench.ts";
import { kubectlChanges, kubectlTold } from "./kubectl-plays.ts";
import { restartsByPlays } from "./service-times.ts";

const minutes = 60_000;

/** In the order of site.yml; preflight and pki ask or change no host. */
const playbooks =
  "preflight pki kubernetes_mgr etcd flanneld loadbalancer kubernetes_master kubernetes_work coredns".split(
    " ",
  );

const etcdTls =
  "--cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

describeOnHosts("site.yml", () => {
  let bench: ClusterBench;
  let foreseen: readonly string[];

  // Kubernetes is compiled where the cache lacks it
  beforeAll(async () => void (bench = await bootCluster()), 40 * minutes);
  afterAll(async () => bench?.stop(), 10 * minutes);

  const endpoint = (index: number) => `https://${bench.sandbox.hosts[index]?.address}:2379`;

  test("writes nothing in a check run of bare hosts", { timeout: 30 * minutes }, async () => {
    const before = await bench.files();
    foreseen = changesOf(await bench.events("site.yml", "--check"));
    expect(await bench.files()).toEqual(before);
    expect(existsSync(bench.pkiFolder)).toBe(false);
  });

  test("would put an authority's key on masters only", { timeout: 30 * minutes }, async () => {
    const events = await bench.withoutMaster("h3").events("site.yml", "--check");
    expect(whereWritten(events, "ca-key.pem")).toEqual([
      "/etc/kubernetes/cert/ca-key.pem @ h1",
      "/etc/kubernetes/cert/ca-key.pem @ h2",
    ]);
    expect(whereWritten(events, "ca.pem")).toContain("/etc/kubernetes/cert/ca.pem @ h3");
  });

  test(
    "makes a cluster of bare hosts, by exactly the changes that the check run foresaw",
    { timeout: 60 * minutes },
    async () => {
      const done = await timed("site.yml from nothing", () => bench.events("site.yml"));
      expect(changesOf(done)).toEqual(foreseen);
    },
  );

  test("is well, says verify.yml", { timeout: 30 * minutes }, async () => {
    const events = await timed("verify.yml", () => bench.events("verify.yml"));
    expect(changesOf(events)).toEqual([]);
  });

  test(
    "changes nothing when played again, as a whole or a role alone",
    { timeout: 60 * minutes },
    async () => {
      const before = await bench.times();
      expect(changesOf(await timed("site.yml again", () => bench.events("site.yml")))).toEqual([]);
      expect(changesOf(await timed("check run", () => bench.events("site.yml", "--check")))).toEqual([]);
      for (const playbook of playbooks)
        expect(changesOf(await bench.events(`${playbook}.yml`)), playbook).toEqual([]);
      expect(restartsByPlays(before, await bench.times())).toEqual([]);
    },
  );

  test("has objects that the module kubectl applies, changes and deletes, a check run by asking the server", async () => {
    const manifest = (word: string) => ({
      definition: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "told" }, data: { word } },
    });
    const stored = () => bench.kubectl("get configmap told --ignore-not-found -o jsonpath={.data.word}");
    expect(await kubectlChanges(bench, manifest("one"), "--check")).toBe(true);
    expect(await stored()).toBe("");
    expect(await kubectlChanges(bench, manifest("one"))).toBe(true);
    expect(await stored()).toBe("one");
    expect(await kubectlChanges(bench, manifest("one"))).toBe(false);
    expect(await kubectlChanges(bench, manifest("two"), "--check")).toBe(true);
    expect(await stored()).toBe("one");
    expect(await kubectlChanges(bench, manifest("two"))).toBe(true);
    expect(await stored()).toBe("two");
    const absent = { ...manifest("two"), state: "absent" };
    expect(await kubectlChanges(bench, absent, "--check")).toBe(true);
    expect(await stored()).toBe("two");
    expect(await kubectlChanges(bench, absent)).toBe(true);
    expect(await kubectlChanges(bench, absent)).toBe(false);
  });

  test("is waited for by the module kubectl, which gives up with the last state that it saw", async () => {
    const deployment = (timeout: number, condition: string) => ({
      objects: ["deployment/coredns"],
      namespace: "kube-system",
      wait: { for: `condition=${condition}`, timeout },
    });
    expect(await kubectlChanges(bench, deployment(60, "Available"))).toBe(false);
    const { status, stdout, stderr } = await kubectlTold(bench, deployment(3, "Sleeping"));
    expect(status).not.toBe(0);
    expect(stdout + stderr).toMatch(/condition=Sleeping of deployment\/coredns/);
    expect(stdout + stderr).toMatch(/coredns \d\/\d/);
  });

  // the API server is of 1.20, and knows all that the manifests of later versions use
  test.each(manifests())("finds no fault with the manifest %s", async (path) => {
    const dryRun = "apply --dry-run=server --validate=true -f -";
    const said = await bench.kubectl(`${dryRun} <<'END'\n${readFileSync(path, "utf8")}\nEND\n`);
    expect(said).toContain("(server dry run)");
  });

  test("has kubelets whose certificates came by a request that was approved by itself", async () => {
    const subjects = await bench.everywhere(
      "openssl x509 -noout -subject -issuer -nameopt RFC2253 -in /etc/kubernetes/cert/kubelet-client-current.pem",
    );
    expect(subjects.map((text) => text.split("\n")[0])).toEqual(
      bench.names.map((name) => `subject=CN=system:node:${name},O=system:nodes`),
    );
    const asked = await bench.kubectl(
      String.raw`get csr -o jsonpath='{range .items[*]}{.spec.username} {.spec.signerName} {.status.conditions[*].type} {.status.conditions[*].reason}{"\n"}{end}'`,
    );
    const requests = asked.trim().split("\n");
    expect(requests).toHaveLength(3);
    for (const request of requests)
      expect(request).toMatch(
        /^system:bootstrap:[a-z0-9]{6} kubernetes.io\/kube-apiserver-client-kubelet Approved AutoApproved$/,
      );
  });

  test("keeps secrets encrypted in etcd", async () => {
    await bench.kubectl("create secret generic told --from-literal=word=open-sesame");
    const read = `ETCDCTL_API=3 /opt/k8s/bin/etcdctl ${etcdTls} --endpoints=${endpoint(0)} get --print-value-only /registry/secrets/default/told`;
    const stored = await bench.sandbox.read("h1", read);
    expect(stored.slice(0, 24)).toBe("k8s:enc:aescbc:v1:key1:\u{0}".slice(0, 23) + stored.slice(23, 24));
    expect(stored).not.toContain("open-sesame");
    expect(await bench.kubectl("get secret told -o jsonpath={.data.word}")).toBe(btoa("open-sesame"));
  });

  test("has an etcd that refuses a kubelet's certificate", async () => {
    const pair = "/etc/kubernetes/cert/kubelet-client-current.pem";
    const ask = (tls: string) =>
      bench.sandbox.run(
        "h1",
        `ETCDCTL_API=3 /opt/k8s/bin/etcdctl ${tls} --endpoints=${endpoint(0)} get key 2>&1`,
      );
    expect((await ask(etcdTls)).status).toBe(0);
    expect((await ask(`--cacert=/etc/etcd/cert/ca.pem --cert=${pair} --key=${pair}`)).status).not.toBe(0);
    const log = await bench.sandbox.read("h1", "journalctl --unit=etcd --since=-2min --no-pager");
    expect(log).toContain("certificate signed by unknown authority");
  });

  // etcd's authority and front-proxy's sign on the controller only
  test("has the key of no authority but the cluster's, and that on masters", async () => {
    const keys = await bench.everywhere(
      "find / -xdev -name '*ca*key*.pem' ! -path '/proc/*' ! -path '/var/lib/docker/*' | sort",
    );
    expect(keys).toEqual(bench.names.map(() => "/etc/kubernetes/cert/ca-key.pem\n"));
    // were h3 no master, the key would have no business there
    const { stdout, stderr } = await bench.withoutMaster("h3").told("verify.yml");
    expect(stdout + stderr).toMatch(
      /^ *h3: an authority's key lies on a host that is no master: .*\[authority-keys\]/m,
    );
  });
});

/** Files of this name that would be created on hosts, sorted: `path @ host`. */
function whereWritten(events: readonly JsonEvent[], name: string): readonly string[] {
  const ended = events.filter(({ kind }) => kind === "task ended");
  const written = ended.flatMap((event) => {
    const { changes = [] } = (event["outcome"] ?? {}) as {
      readonly changes?: readonly { readonly summary: string }[];
    };
    const paths = changes.flatMap(({ summary }) => /^create (\/etc\/\S+) /.exec(summary)?.[1] ?? []);
    return paths
      .filter((path) => path.endsWith(`/${name}`))
      .map((path) => `${path} @ ${String(event["host"])}`);
  });
  return written.toSorted();
}

/** The manifests that roles apply, of all versions. */
function manifests(): readonly string[] {
  const golden = "test/roles/golden";
  const kinds = [
    "coredns/coredns.yaml",
    "kubernetes_master/rbac.yaml",
    "kubernetes_work/bootstrap-token.yaml",
  ];
  const versions = readdirSync(golden).filter((name) => /^\d/.test(name));
  return versions.flatMap((version) => kinds.map((kind) => join(golden, version, kind)));
}
