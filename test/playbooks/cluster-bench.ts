import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { bootSandbox } from "../sandbox/boot.ts";
import { renderClusterInventory } from "../sandbox/cluster-inventory.ts";
import { clusterProfile } from "../sandbox/cluster-profile.ts";
import { ensureClusterPrograms } from "../sandbox/cluster-programs.ts";
import { SandboxError } from "../sandbox/sandbox-error.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { attachSandbox } from "../sandbox/sandbox.ts";
import { listStates } from "../sandbox/state.ts";
import { waitFor } from "../sandbox/wait.ts";
import { play, playEvents } from "../support/play.ts";
import type { JsonEvent, PlayRun } from "../support/play.ts";
import { serviceTimes } from "./service-times.ts";
import type { ServiceTimes } from "./service-times.ts";

const kubectl = "/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig";

/** Everything that a play could write, with owners, modes and times; not what runs writes by itself. */
const treeScript = String.raw`find /etc /opt /usr /root /home /var/lib -xdev ! -path '/var/lib/systemd/*' -printf '%p %y %s %m %U %G %T@\n' | sort | sha256sum`;

/** Three cluster hosts of a test's own, and what is asked of them again and again. */
export class ClusterBench {
  readonly sandbox: Sandbox;
  readonly inventory: string;
  readonly stop: () => Promise<void>;

  constructor(sandbox: Sandbox, inventory: string, stop: () => Promise<void>) {
    this.sandbox = sandbox;
    this.inventory = inventory;
    this.stop = stop;
  }

  get names(): readonly string[] {
    return this.sandbox.hosts.map(({ name }) => name);
  }

  get pkiFolder(): string {
    return join(dirname(this.inventory), "pki/sandbox");
  }

  /** `play --output json PLAYBOOK` with the cluster's inventory; another status than 0 is an error. */
  events(playbook: string, ...words: readonly string[]): Promise<readonly JsonEvent[]> {
    return playEvents([playbook, "-i", this.inventory, ...words]);
  }

  /** The same as a user reads it; any status is an answer. */
  told(playbook: string, ...words: readonly string[]): Promise<PlayRun> {
    return play([playbook, "-i", this.inventory, ...words]);
  }

  /** The same hosts by another inventory, in which one is no master. */
  withoutMaster(host: string): ClusterBench {
    return this.without("kube_master", host);
  }

  /** The same hosts by another inventory, in which one is not in a group. */
  without(group: string, host: string): ClusterBench {
    const path = `${this.inventory}-without-${group}-${host}`;
    const text = readFileSync(this.inventory, "utf8");
    writeFileSync(path, text.replace(new RegExp(`(\\[${group}\\][^[]*)^${host}\n`, "m"), "$1"));
    return new ClusterBench(this.sandbox, path, this.stop);
  }

  everywhere(script: string): Promise<readonly string[]> {
    return Promise.all(this.names.map((name) => this.sandbox.read(name, script)));
  }

  files(): Promise<readonly string[]> {
    return this.everywhere(treeScript);
  }

  /** Programs, units and settings, by names, times and sizes: nothing that a running cluster writes by itself. */
  installed(): Promise<readonly string[]> {
    return this.everywhere(String.raw`find /etc /opt -xdev -printf '%p %y %s %m %T@\n' | sort | sha256sum`);
  }

  /**
   * Until all members, API servers, nodes and leaders are there, by the load balancer and each for itself: after a part was
   * stopped and started, which whoever comes next may find ill for a while.
   */
  async isWell(): Promise<void> {
    const servers = this.sandbox.hosts.map(({ address }) => `--server=https://${address}:6443`);
    const ready = servers.map((server) => `$K ${server} get --raw=/readyz`).join(" && ");
    const members = this.sandbox.hosts.map(({ address }) => `https://${address}:2379`).join(",");
    const leases = "get lease kube-controller-manager kube-scheduler -o jsonpath={.items[*].spec.renewTime}";
    const script = `K='/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig --request-timeout=20s'
      /opt/k8s/bin/etcdctl --cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem --endpoints=${members} endpoint health 2>&1 &&
      ${ready} && $K get --raw=/readyz && $K get nodes --no-headers && ! $K get nodes --no-headers | grep -v ' Ready' &&
      renewed=$($K -n kube-system ${leases}) &&
      for try in $(seq 30); do
        now=$($K -n kube-system ${leases}) && [ "\${now% *}" != "\${renewed% *}" ] && [ "\${now#* }" != "\${renewed#* }" ] && exit
        sleep 1
      done; exit 1`;
    let said = "";
    await waitFor("the cluster to be well", 600, async () => {
      const { status, stdout, stderr } = await this.sandbox.run(String(this.names[0]), script);
      said = `${stdout}${stderr}`;
      return status === 0 ? true : undefined;
    }).catch((cause: unknown) => {
      throw new Error(`the cluster does not become well again:\n${said}`, { cause });
    });
  }

  kubectl(words: string): Promise<string> {
    return this.sandbox.read(String(this.names[0]), `${kubectl} ${words}`);
  }

  /** The same for who asks again and again: undefined where it fails. */
  async answer(words: string): Promise<string | undefined> {
    const { status, stdout } = await this.sandbox.run(String(this.names[0]), `${kubectl} ${words}`);
    return status === 0 ? stdout : undefined;
  }

  times(): Promise<readonly ServiceTimes[]> {
    return serviceTimes(this.sandbox);
  }
}

/**
 * Builds and unpacks what the cache lacks, boots three hosts and writes their inventory. With PLAY_CLUSTER=kept the hosts
 * are those of `npm run demo` or `npm run sandbox -- up 3 --cluster`, which stay up: so a test is tried again and again.
 */
export async function bootCluster(): Promise<ClusterBench> {
  if (process.env["PLAY_CLUSTER"] === "kept") return keptCluster();
  return bootOtherCluster(["h1", "h2", "h3"], renderClusterInventory);
}

/** Hosts of these names, with an inventory of the test's own. */
export async function bootOtherCluster(
  names: readonly string[],
  render: typeof renderClusterInventory,
): Promise<ClusterBench> {
  const programs = await ensureClusterPrograms();
  const sandbox = await bootSandbox({ names, profile: clusterProfile });
  const folder = mkdtempSync(join(tmpdir(), "play-cluster-"));
  const inventory = join(folder, "hosts");
  writeFileSync(inventory, render(sandbox, programs));
  return new ClusterBench(sandbox, inventory, async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true });
  });
}

function keptCluster(): ClusterBench {
  const inventory = resolve("inventory/sandbox");
  const state = listStates().find((state) => state.inventory === inventory);
  if (state === undefined) throw new SandboxError("no cluster is kept: npm run sandbox -- up 3 --cluster");
  return new ClusterBench(attachSandbox(state.id), inventory, () => Promise.resolve());
}

/** Prints how long it took. */
export async function timed<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await run();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
