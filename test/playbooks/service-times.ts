import type { Sandbox } from "../sandbox/sandbox.ts";

/** Every service of the cluster, in the order in which a change of all restarts them. */
const services =
  "etcd flanneld haproxy keepalived kube-apiserver kube-controller-manager kube-scheduler docker kubelet kube-proxy";

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

/** Of every service that a host of the sandbox has. */
export async function serviceTimes(sandbox: Sandbox): Promise<readonly ServiceTimes[]> {
  const script = `systemctl show --property=Id,LoadState,ActiveEnterTimestampMonotonic,ActiveExitTimestampMonotonic,NRestarts ${services}`;
  const answers = await Promise.all(
    sandbox.hosts.map(async ({ name }) => parseTimes(name, await sandbox.read(name, script))),
  );
  return answers.flat();
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
