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

/** Every service of the cluster, in the order in which section 15 restarts them. */
const services =
  "etcd flanneld haproxy keepalived kube-apiserver kube-controller-manager kube-scheduler docker kubelet kube-proxy";

/** Everything that a play could write, with owners, modes and times; not what runs writes by itself. */
const treeScript = String.raw`find /etc /opt /usr /root /home /var/lib -xdev ! -path '/var/lib/systemd/*' -printf '%p %y %s %m %U %G %T@\n' | sort | sha256sum`;

/** What a service's process was started and ended, in microseconds of the clock that all hosts share. */
export interface ServiceTimes {
  readonly service: string;
  readonly host: string;
  readonly up: number;
  /** When it was last told to stop; 0: never. */
  readonly down: number;
  /** How often it has ended by itself since somebody started it. */
  readonly ended: number;
}

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
    return this.sandbox.read(
      String(this.names[0]),
      `/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig ${words}`,
    );
  }

  async times(): Promise<readonly ServiceTimes[]> {
    const script = `systemctl show --property=Id,LoadState,ActiveEnterTimestampMonotonic,ActiveExitTimestampMonotonic,NRestarts ${services}`;
    const answers = await this.everywhere(script);
    return answers.flatMap((answer, index) => parseTimes(String(this.names[index]), answer));
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

/** Those that were started between two readings, `service @ host`, in the order in which they came up. */
export function restartsBetween(
  before: readonly ServiceTimes[],
  after: readonly ServiceTimes[],
): readonly ServiceTimes[] {
  const started = after.filter(
    ({ service, host, up }) =>
      up !== before.find((other) => other.service === service && other.host === host)?.up,
  );
  return started.toSorted((left, right) => left.up - right.up);
}

/**
 * The same without controllers and schedulers that have ended by themselves, as they do whenever they cannot renew their lease
 * in time: where the machine is busy no play is needed for that. Whoever is restarted by a play has not ended by itself since.
 */
export function restartsByPlays(
  before: readonly ServiceTimes[],
  after: readonly ServiceTimes[],
): readonly ServiceTimes[] {
  const endedBefore = (one: ServiceTimes): number =>
    before.find(({ service, host }) => service === one.service && host === one.host)?.ended ?? 0;
  return restartsBetween(before, after).filter((one) => !leads(one) || one.ended <= endedBefore(one));
}

/** Whether only one of these at a time does anything, as long as it holds a lease. */
function leads({ service }: ServiceTimes): boolean {
  return ["kube-controller-manager", "kube-scheduler"].includes(service);
}

/**
 * Of restarts in the order in which they came up, those that went down on one host before another host's were up again.
 * Services of one host may: a scheduler that leads gives up by itself while its API server is away for long.
 */
export function overlapping(restarted: readonly ServiceTimes[]): readonly ServiceTimes[] {
  return restarted.filter(({ host, down }, index) =>
    restarted.slice(0, index).some((before) => before.host !== host && down < before.up),
  );
}

/** One block of lines a unit, with an empty line between; a unit that a host lacks is left out. */
function parseTimes(host: string, answer: string): readonly ServiceTimes[] {
  return answer
    .trim()
    .split("\n\n")
    .map(
      (block) =>
        new Map(block.split("\n").map((line) => [line.replace(/=.*/, ""), line.replace(/^[^=]*=/, "")])),
    )
    .filter((unit) => unit.get("LoadState") === "loaded")
    .map((unit) => ({
      service: String(unit.get("Id")).replace(/\.service$/, ""),
      host,
      up: Number(unit.get("ActiveEnterTimestampMonotonic")),
      down: Number(unit.get("ActiveExitTimestampMonotonic")),
      ended: Number(unit.get("NRestarts")),
    }));
}

/** Prints how long it took. */
export async function timed<Result>(what: string, run: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await run();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
