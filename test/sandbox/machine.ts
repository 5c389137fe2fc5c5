import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCgroups, processesIn } from "./cgroup.ts";
import { lastLines, runCommand, toolPath } from "./command.ts";
import { networkFile } from "./cluster-completion.ts";
import { hostSshFolder } from "./completion.ts";
import { createDisk } from "./host-disk.ts";
import { namespacePids } from "./process-identity.ts";
import type { Profile } from "./profile.ts";
import { SandboxError } from "./sandbox-error.ts";
import { hasSshBanner } from "./ssh-banner.ts";
import type { HostState, SandboxState } from "./state.ts";
import { sandboxFile } from "./state.ts";
import { waitFor } from "./wait.ts";

const bootSeconds = 180;

/** Enters the control groups `$1`, `$2`, ... up to `--`, after which the program's words are left. */
const enterCgroups = `while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs" || exit; shift; done; shift`;

/** Runs the program: again as long as it ends with 133, by which systemd-nspawn tells that its host reboots. */
const runAgain = `while :; do "$@"; status=$?; [ $status = 133 ] || exit $status; done`;

/** What a host is booted from. */
export interface Origin {
  /** The folder of the root file system, which the host does not change. */
  readonly root: string;
  readonly profile: Profile;
  /** What the profile's `prepare` answered. */
  readonly prepared: readonly string[];
}

/** Boots one host and waits until its sshd answers. */
export async function bootMachine(state: SandboxState, host: HostState, from: Origin): Promise<void> {
  createCgroups(host.cgroups);
  writeFileSync(join(sandboxFile.hostSsh(state.id, host.name), networkFile), networkCommands(state, host));
  const rootArguments = await rootOf(state, host, from);
  const console = sandboxFile.console(state.id, host.name);
  const output = openSync(console, "a");
  const nspawn = spawn(
    "sh",
    [
      "-c",
      `${enterCgroups}\n${from.profile.disk === undefined ? 'exec "$@"' : runAgain}`,
      "sh",
      ...host.cgroups,
      "--",
      ...nspawnCommand(state, host, [...rootArguments, ...from.profile.nspawnArguments, ...from.prepared]),
    ],
    {
      stdio: ["ignore", output, output],
      env: { PATH: toolPath },
      // the host outlives us where it is to stay, and Ctrl-C is for us alone
      detached: true,
    },
  );
  closeSync(output);
  nspawn.unref();
  const gone = new AbortController();
  nspawn.once("exit", () => gone.abort());
  try {
    await becomeReachable(state, host, gone.signal);
  } catch (cause) {
    const said = readFileSync(console, "utf8");
    const what = gone.signal.aborted ? "ended while it booted" : "did not boot";
    throw new SandboxError(
      `${host.name} ${what}; its console says:\n${lastLines(said, 20)}${hintFor(said)}`,
      { cause },
    );
  }
}

/** The hosts' systemd and kubelet count against a limit of the machine's root, by default 128: some seven per host. */
function hintFor(said: string): string {
  if (!said.includes("Too many open files")) return "";
  return "\nToo many hosts for this machine's settings: sysctl -w fs.inotify.max_user_instances=1024";
}

async function becomeReachable(state: SandboxState, host: HostState, gone: AbortSignal): Promise<void> {
  const { name, address } = host;
  const init = await waitFor(`${name} to start`, bootSeconds, () => findInit(host), gone);
  const hasNetwork = (): Promise<true | undefined> => configureNetwork(init, networkCommands(state, host));
  await waitFor(`${name} to get its network`, bootSeconds, hasNetwork, gone);
  await waitFor(`sshd on ${name}`, bootSeconds, () => hasSshBanner(address), gone);
}

function rootOf({ id }: SandboxState, host: HostState, from: Origin): Promise<readonly string[]> | string[] {
  const { disk } = from.profile;
  if (disk === undefined) return [`--directory=${from.root}`];
  return createDisk(id, host, { root: from.root, disk });
}

function nspawnCommand(state: SandboxState, host: HostState, more: readonly string[]): readonly string[] {
  const boot = ["--quiet", "--boot", "--register=no", "--keep-unit"];
  const names = [
    `--machine=${host.machine}`,
    `--hostname=${host.name}`,
    "--resolv-conf=off",
    "--timezone=off",
  ];
  const network = `--network-bridge=${state.bridge}`;
  const ssh = `--bind-ro=${sandboxFile.hostSsh(state.id, host.name)}:${hostSshFolder}`;
  return ["systemd-nspawn", ...boot, ...names, network, ssh, ...more];
}

/** The host's PID 1, as this machine counts: the process that is number 1 in a pid namespace just below ours. */
export function findInit(host: HostState): number | undefined {
  return processesIn(host.cgroups).find((pid) => {
    const pids = namespacePids(pid);
    return pids.length === 2 && pids[1] === 1;
  });
}

/** In the words of `ip -batch`. */
function networkCommands({ gateway }: SandboxState, { address }: HostState): string {
  return `address replace ${address}/24 dev host0
link set lo up
link set host0 up
route replace default via ${gateway}
`;
}

/** Answers `undefined` as long as systemd-nspawn has not yet moved the link into the host. */
async function configureNetwork(init: number, commands: string): Promise<true | undefined> {
  const ip = ["nsenter", `--target=${init}`, "--net", "ip", "-batch", "-"];
  const { status } = await runCommand(ip, { input: commands });
  return status === 0 ? true : undefined;
}
