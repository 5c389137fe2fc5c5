import { Resolver } from "node:dns/promises";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootSandbox } from "./boot.ts";
import { binariesFolder } from "./cache.ts";
import { clusterProfile } from "./cluster-profile.ts";
import { copyToHost } from "./host-files.ts";
import { ensureKubernetesPrograms } from "./kubernetes-programs.ts";
import { whyNoHosts } from "./preflight.ts";
import { ensureBundle } from "./programs/bundle.ts";
import { etcdBundle } from "./programs/bundles.ts";
import { compileGo } from "./programs/go.ts";
import type { Sandbox } from "./sandbox.ts";
import { waitFor } from "./wait.ts";

const programs = "/opt/k8s/bin";
const account = "/var/run/secrets/kubernetes.io/serviceaccount";

/** A certificate that is its own authority, as the API's and as what the pod trusts; and a token as pods have one. */
const secretsScript = (address: string): string => `
mkdir -p /etc/kubernetes ${account} && cd /etc/kubernetes
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=api -addext subjectAltName=IP:${address} -keyout key.pem -out cert.pem
cp cert.pem ${account}/ca.crt
printf secret >${account}/token
echo secret,dns,dns >tokens
`;

const corefile = (zone: string, forward: string): string => `.:53 {
    errors
    kubernetes ${zone} in-addr.arpa ip6.arpa {
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . ${forward}
}
`;

const manifest = `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: kube-system }
spec: { clusterIP: 10.254.7.7, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: default }
spec: { clusterIP: None, ports: [{ name: sql, port: 5432 }] }
---
apiVersion: v1
kind: Endpoints
metadata: { name: db, namespace: default }
subsets:
- addresses: [{ ip: 172.30.1.2, hostname: db-0 }, { ip: 172.30.2.3, hostname: db-1 }]
  ports: [{ name: sql, port: 5432 }]
`;

describe.skipIf(whyNoHosts() !== undefined)(
  "the stand-in for CoreDNS, with the real API",
  { timeout: 600_000 },
  () => {
    let sandbox: Sandbox;
    /** Known once there is something to stop. */
    let stop: (() => Promise<void>) | undefined;
    let address = "";
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    const onHost = (script: string): Promise<string> =>
      sandbox.read("h1", `export PATH=${programs}:$PATH\n${script}`);
    const kubectl = (words: string): Promise<string> =>
      onHost(
        `kubectl --server https://${address}:6443 --certificate-authority ${account}/ca.crt --token secret ${words}`,
      );
    /** Starts the stand-in, with its Corefile, as a unit of this name. */
    const serve = (unit: string, text: string, options: string): Promise<string> =>
      onHost(`
cat >/etc/kubernetes/${unit} <<'END'
${text}END
systemd-run --quiet --unit ${unit} ${options} --setenv=KUBERNETES_SERVICE_HOST=${address} \
  --setenv=KUBERNETES_SERVICE_PORT=6443 ${programs}/coredns -conf /etc/kubernetes/${unit}`);

    beforeAll(async () => {
      const etcd = join(binariesFolder(), `etcd-${await ensureBundle(etcdBundle)}`);
      const kubernetes = await ensureKubernetesPrograms();
      sandbox = await bootSandbox({ count: 1, profile: clusterProfile });
      stop = () => sandbox.stop();
      const [host] = sandbox.hosts;
      if (host === undefined) throw new Error("no host");
      address = host.address;
      resolver.setServers([address]);
      const work = mkdtempSync(join(tmpdir(), "play-coredns-"));
      await compileGo("coredns-stand-in", join(work, "coredns"));
      const kube = ["kube-apiserver", "kubectl"].map((name) => join(kubernetes, name));
      copyToHost(host, [`${etcd}/.`, ...kube, join(work, "coredns")], programs);
      rmSync(work, { recursive: true });
      await onHost(secretsScript(address));
      await onHost("systemd-run --quiet --service-type notify etcd --data-dir /var/lib/etcd --logger zap");
      const files = "--tls-cert-file=cert.pem --tls-private-key-file=key.pem --token-auth-file=tokens";
      const keys = "--service-account-key-file=cert.pem --service-account-signing-key-file=key.pem";
      const network = `--advertise-address=${address} --service-cluster-ip-range=10.254.0.0/16`;
      const options = `--etcd-servers=http://127.0.0.1:2379 ${files} ${keys} --service-account-issuer=api ${network}`;
      await onHost(
        `systemd-run --quiet --working-directory=/etc/kubernetes ${programs}/kube-apiserver ${options}`,
      );
      await waitFor("the API", 120, async () =>
        (await sandbox.run("h1", `curl -sk -H "Authorization: Bearer secret" https://${address}:6443/readyz`))
          .stdout === "ok"
          ? true
          : undefined,
      );
      await serve("dns", corefile("cluster.local", "/etc/resolv.conf"), "");
      await waitFor("the stand-in", 120, async () =>
        (await sandbox.run("h1", "curl -sf http://127.0.0.1:8181/ready")).stdout === "OK" ? true : undefined,
      );
    }, 1_800_000);

    afterAll(() => stop?.());

    test("answers the API's own name, and its address backwards", async () => {
      // the API creates its own service shortly after it has become ready
      const found = await waitFor("the API's name", 120, () =>
        resolver.resolve4("kubernetes.default.svc.cluster.local").catch(() => undefined),
      );
      expect(found).toEqual(["10.254.0.1"]);
      expect(await resolver.reverse("10.254.0.1")).toEqual(["kubernetes.default.svc.cluster.local"]);
    });

    test("learns of new services and endpoints at once, and forgets removed ones", async () => {
      await onHost(`cat >/root/manifest.yaml <<'END'
${manifest}END`);
      await kubectl("apply --filename /root/manifest.yaml");
      const web = "web.kube-system.svc.cluster.local";
      const found = await waitFor("the new names", 120, () =>
        resolver.resolve4("db.default.svc.cluster.local").catch(() => undefined),
      );
      expect(found.toSorted()).toEqual(["172.30.1.2", "172.30.2.3"]);
      expect(await resolver.resolve4(web.toUpperCase())).toEqual(["10.254.7.7"]);
      expect(await resolver.resolve4("db-1.db.default.svc.cluster.local")).toEqual(["172.30.2.3"]);
      expect(await resolver.resolveSrv(`_http._tcp.${web}`)).toEqual([
        { name: web, port: 80, priority: 0, weight: 100 },
      ]);
      await kubectl("delete service web --namespace kube-system");
      await waitFor("the name to go", 120, () =>
        resolver.resolve4(web).then(
          () => undefined,
          () => true,
        ),
      );
    });

    test("tells names without such a record from names that do not exist", async () => {
      await expect(resolver.resolve6("kubernetes.default.svc.cluster.local")).rejects.toMatchObject({
        code: "ENODATA",
      });
      await expect(resolver.resolve4("nobody.default.svc.cluster.local")).rejects.toMatchObject({
        code: "ENOTFOUND",
      });
      expect(await resolver.resolve4("172-30-9-8.default.pod.cluster.local")).toEqual(["172.30.9.8"]);
    });

    test("passes other names on, and knows none of them where there is nobody to ask", async () => {
      await expect(resolver.resolve4("example.org")).rejects.toMatchObject({ code: "ENOTFOUND" });
      // in a network of its own, whose names it passes on to the first
      await onHost(`ip netns add second && ip link add second type veth peer name uplink netns second
ip address add 192.0.2.1/24 dev second && ip link set second up
ip -netns second address add 192.0.2.2/24 dev uplink && ip -netns second link set uplink up
ip -netns second route add default via 192.0.2.1`);
      await serve(
        "second",
        corefile("other.local", "192.0.2.1"),
        "--property=NetworkNamespacePath=/run/netns/second",
      );
      const asked = "busybox nslookup kubernetes.default.svc.cluster.local 192.0.2.2";
      const answered = await waitFor("the second one", 120, async () => {
        const { status, stdout } = await sandbox.run("h1", asked);
        return status === 0 ? stdout : undefined;
      });
      expect(answered).toContain("10.254.0.1");
    });
  },
);
