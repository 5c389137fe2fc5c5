import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootSandbox } from "./boot.ts";
import { binariesFolder } from "./cache.ts";
import { clusterProfile } from "./cluster-profile.ts";
import { ensureFlannelStandIn } from "./flannel-programs.ts";
import { copyToHost } from "./host-files.ts";
import { whyNoHosts } from "./preflight.ts";
import { ensureBundle } from "./programs/bundle.ts";
import { etcdBundle } from "./programs/bundles.ts";
import type { Sandbox } from "./sandbox.ts";
import { waitFor } from "./wait.ts";

const programs = "/opt/k8s/bin";
const pki = "/etc/etcd";
const prefix = "/kubernetes/network";
const names = ["h1", "h2"] as const;

/** An authority, and one certificate for server and clients, with OpenSSL's words. */
const pkiScript = (address: string): string => `
mkdir -p ${pki} && cd ${pki}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca -keyout ca-key.pem -out ca.pem
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=etcd -keyout key.pem -out request.pem
printf 'subjectAltName=IP:${address},IP:127.0.0.1\\nextendedKeyUsage=serverAuth,clientAuth\\n' >extensions
openssl x509 -req -days 2 -CA ca.pem -CAkey ca-key.pem -CAcreateserial -extfile extensions -in request.pem -out cert.pem
`;

/** The words of etcdctl by API. */
const wordsOf = {
  v2: {
    tls: `--ca-file ${pki}/ca.pem --cert-file ${pki}/cert.pem --key-file ${pki}/key.pem`,
    put: "set",
    get: "get",
    remove: "rm",
  },
  v3: {
    tls: `--cacert ${pki}/ca.pem --cert ${pki}/cert.pem --key ${pki}/key.pem`,
    put: "put",
    get: "get --print-value-only",
    remove: "del",
  },
} as const;

describe.skipIf(whyNoHosts() !== undefined).each(["v2", "v3"] as const)(
  "the stand-in for flanneld, with the real etcd and its API %s",
  { timeout: 600_000 },
  (api) => {
    const words = wordsOf[api];
    let sandbox: Sandbox;
    /** Known once there is something to stop. */
    let stop: (() => Promise<void>) | undefined;
    let endpoint = "";
    const onHost = (name: string, script: string): Promise<string> =>
      sandbox.read(name, `export PATH=${programs}:$PATH ETCDCTL_API=${api.slice(1)}\n${script}`);
    const etcdctl = (command: string): Promise<string> =>
      onHost("h1", `etcdctl --endpoints ${endpoint} ${words.tls} ${command}`);
    const addressOf = (name: string): string =>
      sandbox.hosts.find((host) => host.name === name)?.address ?? "";
    const subnetOf = async (name: string): Promise<string> =>
      /FLANNEL_SUBNET=(\S+)/.exec(await onHost(name, "cat /run/flannel/subnet.env"))?.[1] ?? "";

    /** Seconds for which a key will live. */
    const lifetime = async (key: string): Promise<number> => {
      if (api === "v2") return Number(/TTL: (\d+)/.exec(await etcdctl(`-o extended get ${key}`))?.[1]);
      const lease = /"lease":(\d+)/.exec(await etcdctl(`get ${key} -w json`))?.[1] ?? "";
      const id = BigInt(lease).toString(16);
      return Number(/remaining\((\d+)s\)/.exec(await etcdctl(`lease timetolive ${id}`))?.[1]);
    };

    const configure = async (backend: string): Promise<string> =>
      etcdctl(
        `${words.put} ${prefix}/config '${JSON.stringify({ Network: "172.30.0.0/16", SubnetLen: 24, Backend: { Type: backend } })}'`,
      );
    /** Answers as soon as systemd has begun to start it; it is up when it has told systemd so. */
    const start = (name: string): Promise<string> => {
      const files = `-etcd-cafile=${pki}/ca.pem --etcd-certfile=${pki}/cert.pem --etcd-keyfile ${pki}/key.pem`;
      const address = `--iface=${addressOf(name)} --ip-masq --healthz-ip=127.0.0.1 --healthz-port=8471 -v=2`;
      const options = `--etcd-endpoints=${endpoint} -etcd-prefix=${prefix} ${files} ${address}`;
      const service =
        "--unit=flanneld --service-type=notify --property=Restart=on-failure --no-block --quiet";
      return onHost(name, `systemd-run ${service} --setenv=PATH=$PATH ${programs}/flanneld ${options}`);
    };
    const isActive = async (name: string): Promise<true | undefined> =>
      (await sandbox.run(name, "systemctl is-active flanneld")).stdout === "active\n" ? true : undefined;
    const becomeActive = async (): Promise<void> => {
      for (const name of names) await waitFor(`flanneld on ${name}`, 120, () => isActive(name));
    };
    const ping = (from: string, address: string): Promise<true> =>
      waitFor(`an answer of ${address}`, 120, async () =>
        (await sandbox.run(from, `ping -c 1 -W 1 ${address}`)).status === 0 ? true : undefined,
      );

    beforeAll(async () => {
      sandbox = await bootSandbox({ names, profile: clusterProfile });
      stop = () => sandbox.stop();
      const etcd = join(binariesFolder(), `etcd-${await ensureBundle(etcdBundle)}`);
      const { folder: flannel } = await ensureFlannelStandIn(api);
      endpoint = `https://${addressOf("h1")}:2379`;
      for (const host of sandbox.hosts) copyToHost(host, [`${etcd}/.`, `${flannel}/.`], programs);
      await onHost("h1", pkiScript(addressOf("h1")));
      const files = `--cert-file ${pki}/cert.pem --key-file ${pki}/key.pem --trusted-ca-file ${pki}/ca.pem --client-cert-auth`;
      const urls = `--listen-client-urls ${endpoint} --advertise-client-urls ${endpoint} --data-dir /var/lib/etcd`;
      const etcdOptions = `${files} ${urls} --enable-v2 --logger zap`;
      await onHost(
        "h1",
        `systemd-run --unit etcd --service-type notify ${programs}/etcd ${etcdOptions} 2>/dev/null`,
      );
      const [first, second] = sandbox.hosts;
      if (first === undefined || second === undefined) throw new Error("no two hosts");
      copyToHost(
        second,
        ["ca.pem", "cert.pem", "key.pem"].map((file) => `/proc/${first.pid}/root${pki}/${file}`),
        pki,
      );
    }, 300_000);

    afterAll(() => stop?.());

    test("waits for the network key, and says so each second", async () => {
      await start("h1");
      const said = await waitFor("two lines of the log", 120, async () => {
        const log = await onHost("h1", "journalctl --unit flanneld --output cat --no-pager");
        return log.split("Couldn't fetch network config: 100: Key not found").length > 2 ? log : undefined;
      });
      expect(said).toContain("stand-in");
      expect(await isActive("h1")).toBeUndefined();
    });

    test("takes a lease, tells what it got, and leads to the other hosts by vxlan", async () => {
      await configure("vxlan");
      await start("h2");
      await becomeActive();
      const subnet = await subnetOf("h1");
      const network = subnet.replace(".1/24", ".0");
      expect(await onHost("h1", "cat /run/flannel/subnet.env")).toBe(
        `FLANNEL_NETWORK=172.30.0.0/16\nFLANNEL_SUBNET=${subnet}\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n`,
      );
      const lease: unknown = JSON.parse(await etcdctl(`${words.get} ${prefix}/subnets/${network}-24`));
      expect(lease).toMatchObject({ PublicIP: addressOf("h1"), BackendType: "vxlan" });
      expect(lease).toHaveProperty("BackendData.VtepMAC");
      expect(await lifetime(`${prefix}/subnets/${network}-24`)).toBeGreaterThan(86_000);
      expect(await onHost("h1", "ip -4 -brief address show flannel.1")).toContain(`${network}/32`);
      await ping("h2", network);
      await ping("h1", (await subnetOf("h2")).replace(".1/24", ".0"));
    });

    test("gives docker its options, keeps iptables' rules, and is healthy", async () => {
      const subnet = await subnetOf("h1");
      await onHost("h1", "mk-docker-opts.sh -k DOCKER_NETWORK_OPTIONS -d /run/flannel/docker");
      expect(await onHost("h1", "cat /run/flannel/docker")).toContain(
        `DOCKER_NETWORK_OPTIONS=" --bip=${subnet} --ip-masq=false --mtu=1450"\n`,
      );
      const rules = "iptables -t nat -S POSTROUTING; iptables -S FORWARD";
      const before = await onHost("h1", rules);
      expect(before).toContain("-A FORWARD -s 172.30.0.0/16 -j ACCEPT");
      expect(before).toMatch(/-s 172.30.0.0\/16 ! -d 224.0.0.0\/4 -j MASQUERADE/);
      await onHost("h1", "iptables -t nat -F POSTROUTING; iptables -F FORWARD");
      await waitFor("the rules to come back", 120, async () =>
        (await onHost("h1", rules)) === before ? true : undefined,
      );
      expect(await onHost("h1", "curl -s http://127.0.0.1:8471/healthz")).toBe("flanneld is running\n");
    });

    test("takes its lease again when it starts again, and when somebody revoked it", async () => {
      const subnet = await subnetOf("h1");
      await onHost("h1", "systemctl restart flanneld");
      expect(await subnetOf("h1")).toBe(subnet);
      await etcdctl(`${words.remove} ${prefix}/subnets/${subnet.replace(".1/", ".0-")}`);
      const revoked = "journalctl --unit flanneld --output cat --no-pager | grep revoked";
      await waitFor("the daemon to end", 120, async () =>
        (await sandbox.run("h1", revoked)).status === 0 ? true : undefined,
      );
      await becomeActive();
      expect(await subnetOf("h1")).toBe(subnet);
      await ping("h2", subnet.replace(".1/24", ".0"));
    });

    test("leads to the other hosts by their own addresses with host-gw", async () => {
      for (const name of names) await onHost(name, "systemctl stop flanneld; ip link delete flannel.1");
      await configure("host-gw");
      for (const name of names) await start(name);
      await becomeActive();
      const [one, other] = [await subnetOf("h1"), await subnetOf("h2")];
      const route = `${other.replace(".1/", ".0/")} via ${addressOf("h2")} dev host0`;
      await waitFor("the route", 120, async () =>
        (await onHost("h1", "ip -4 route")).includes(route) ? true : undefined,
      );
      expect(await onHost("h1", "cat /run/flannel/subnet.env")).toContain("FLANNEL_MTU=1500\n");
      await onHost("h1", `ip address add ${one} dev lo`);
      await ping("h2", one.replace("/24", ""));
      await etcdctl(`${words.remove} ${prefix}/subnets/${other.replace(".1/", ".0-")}`);
    });
  },
);
