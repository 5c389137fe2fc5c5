import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** What the machine itself writes to at any time: logs, sessions, the clock and the seed of systemd. */
const restless = ["/run", "/var/log", "/var/lib/systemd", "/tmp/systemd-private-*"];

/** Folders whose files are read; the rest of the machine is what packages brought, where sizes and times tell enough. */
const read = "/etc /opt /usr/local /root /home /srv /tmp /var/tmp /var/lib/dpkg/status";

const without = restless.map((path) => `-path '${path}' -prune -o`).join(" ");

/**
 * Path, type, size, mode, owner, times of modification and of any change, and link target of everything on the
 * machine's own file systems, ended by NUL bytes; then checksums, the network's kernel parameters, and the units' states and since when they have them.
 */
const hostScript = String.raw`
find / /tmp -xdev ${without} -printf '%p\t%y %s %m %U:%G %T@ %C@ %l\0'
find ${read} -xdev ${without} -type f -print0 | xargs -0 -r sha256sum -z
grep -rs '' /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf | tr '\n' '\0'
systemctl list-unit-files --no-legend --no-pager | tr '\n' '\0'
systemctl show --all --property=Id,LoadState,ActiveState,SubState,NeedDaemonReload,NRestarts,ActiveEnterTimestampMonotonic,InactiveEnterTimestampMonotonic '*.service' '*.socket' '*.target' |
  awk 'BEGIN { RS = ""; FS = "\n"; ORS = "" } { $1 = $1; printf "%s%c", $0, 0 }'`;

/** The controller's folder, in the same words. */
const folderScript = String.raw`find . -printf '%p\t%y %s %m %U:%G %T@ %C@ %l\0'; find . -type f -print0 | xargs -0 -r sha256sum -z`;

/** Prints what a play may not leave behind: temporary files of the engine, of modules, and of what they call. */
const leftovers = String.raw`find / /tmp -xdev \( -path /proc -o -path /sys \) -prune -o \( -name '*.play-*' -o -name '.archive.*' -o -path '/tmp/[!.]*' -o -path '/var/tmp/*' \) ! -path '/tmp/systemd-private-*' ! -path '/var/tmp/systemd-private-*' -print`;

/** Until nothing of it is on any host: the shells of a play remove what is theirs as they end, which may be after the play. */
export async function nothingIsLeft(sandbox: Sandbox): Promise<void> {
  const left = () => Promise.all(sandbox.hosts.map(({ name }) => sandbox.read(name, leftovers)));
  await expect.poll(left, { timeout: 60_000 }).toEqual(sandbox.hosts.map(() => ""));
}

export type Snapshot = readonly string[];

/** All that a play could write: of each host, and of the playbook's folder. */
export async function takeSnapshot(sandbox: Sandbox, folder: string): Promise<Snapshot> {
  const hosts = await Promise.all(
    sandbox.hosts.map(async ({ name }) => linesOf(name, await sandbox.read(name, hostScript))),
  );
  const here = execFileSync("sh", ["-c", folderScript], { cwd: folder, encoding: "utf8" });
  return [...hosts.flat(), ...linesOf("controller", here)];
}

function linesOf(machine: string, text: string): readonly string[] {
  const lines = text.split("\0").map((line) => `${machine} ${line}`);
  if (lines.length < 2) throw new Error(`nothing was read of ${machine}`);
  return lines;
}

/** What was written, removed or changed between two snapshots: lines that only one of them has. */
export function differences(before: Snapshot, after: Snapshot): readonly string[] {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...before.filter((line) => !now.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !old.has(line)).map((line) => `+ ${line}`),
  ];
}
