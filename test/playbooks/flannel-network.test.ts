import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { ensureEtcdPrograms } from "../sandbox/etcd-programs.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { andThen } from "../support/and-then.ts";
import { changesOf, play, playEvents } from "../support/play.ts";

const program = "/opt/k8s/bin/etcdctl";
const tls = "/etc/etcd/cert";
const key = "/kubernetes/network/config";

/** By the API that flannel reads the key with: a version of flannel that does, and etcdctl's words. */
const apis = {
  v2: {
    flannel: "0.17.0",
    flags: `--ca-file=${tls}/ca.pem --cert-file=${tls}/etcd.pem --key-file=${tls}/etcd-key.pem`,
    get: "get",
    create: "mk",
    write: "set",
    remove: "rm",
  },
  v3: {
    flannel: "0.18.0",
    flags: `--cacert=${tls}/ca.pem --cert=${tls}/etcd.pem --key=${tls}/etcd-key.pem`,
    get: "get --print-value-only",
    create: "txn",
    write: "put",
    remove: "del",
  },
} as const;

const other = JSON.stringify({ Network: "10.9.0.0/16" });

describeOnHosts("flannel's network in a real etcd", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    await ensureEtcdPrograms();
    sandbox = await bootSandbox({ count: 1 });
    folder = mkdtempSync(join(tmpdir(), "play-flannel-"));
    const groups = sandbox.inventoryText().replace("[kube_master]\n", "[kube_master]\nh1\n");
    writeFileSync(join(folder, "hosts"), groups);
    await playEvents(["etcd.yml", ...words("v2"), "-e", "etcd_enable_v2=true"]);
  });

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  const words = (api: keyof typeof apis) =>
    `-i ${folder}/hosts -e pki_dir=${folder}/pki -e flannel_version=${apis[api].flannel}`.split(" ");

  describe.each(["v2", "v3"] as const)("by its API %s", (api) => {
    const { flags, get, create, write, remove } = apis[api];
    const network = (...more: readonly string[]) => [
      "flanneld.yml",
      ...words(api),
      "--tags",
      "flanneld-network",
      ...more,
    ];
    const etcdctl = (command: string) =>
      sandbox.read(
        "h1",
        `ETCDCTL_API=${api.slice(1)} ${program} --endpoints=https://127.0.0.1:2379 ${flags} ${command}`,
      );

    test("is written once", async () => {
      const foreseen = changesOf(await playEvents(network("--check")));
      const done = changesOf(await playEvents(network()));
      expect(done).toEqual(["flanneld : write the pods' network to etcd @ h1"]);
      expect(foreseen).toEqual(done);
      expect(JSON.parse(await etcdctl(`${get} ${key}`))).toEqual({
        Network: "172.30.0.0/16",
        SubnetLen: 24,
        Backend: { Type: "vxlan" },
      });
      expect(changesOf(await playEvents(network()))).toEqual([]);
    });

    test("is not written over another one, and the play tells", async () => {
      const run = await play(network("-e", "pod_cidr=172.31.0.0/16"));
      expect(run.status).toBe(2);
      expect(run.stdout + run.stderr).toMatch(/etcd holds another network for pods.*172\.30\.0\.0/);
    });

    test("is not written over what another play wrote since this one looked", async () => {
      await etcdctl(`${remove} ${key}`);
      // an etcdctl that lets another one go first
      const ahead = `${program}.real --endpoints=https://127.0.0.1:2379 ${flags} ${write} ${key} '${other}'`;
      const wrapper = `#!/bin/sh
case " $* " in *" ${create} "*) ${ahead} >/dev/null ;; esac
exec ${program}.real "$@"
`;
      const [host] = sandbox.hosts;
      await sandbox.read("h1", `mv ${program} ${program}.real`);
      writeFileSync(`/proc/${host?.pid}/root${program}`, wrapper, { mode: 0o755 });
      const run = await andThen(play(network()), () => sandbox.read("h1", `mv ${program}.real ${program}`));
      expect(JSON.parse(await etcdctl(`${get} ${key}`))).toEqual(JSON.parse(other));
      expect(run.stdout + run.stderr).toMatch(/etcd holds another network for pods.*10\.9\.0\.0/);
      expect(run.status).toBe(2);
    });

    test("is that of one of two plays at once, and the other one fails", async () => {
      await etcdctl(`${remove} ${key}`);
      const runs = await Promise.all(
        [20, 21].map((part) => play(network("-e", `pod_cidr=172.${part}.0.0/16`))),
      );
      expect(runs.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([0, 2]);
      const winner = runs[0]?.status === 0 ? 20 : 21;
      expect(JSON.parse(await etcdctl(`${get} ${key}`))).toHaveProperty("Network", `172.${winner}.0.0/16`);
      await etcdctl(`${remove} ${key}`);
    });
  });
});
