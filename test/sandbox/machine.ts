import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createCgroups, processesIn } from "./cgroup.ts";
import { lastLines, runCommand, toolPath } from "./command.ts";
import { hostSshFolder } from "./completion.ts";
import { namespacePids } from "./process-identity.ts";
import type { Profile } from "./profile.ts";
import { SandboxError } from "./sandbox-error.ts";
import { hasSshBanner } from "./ssh-banner.ts";
import type { HostState, SandboxState } from "./state.ts";
import { sandboxFile } from "./state.ts";
import { waitFor } from "./wait.ts";

const bootSeconds = 60;

/** Enters the control groups `$1`, `$2`, ... up to `--`, then becomes the program after it. */
const enterCgroups = `while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs" || exit; shift; done; shift; exec "$@"`;

/** What a host is booted from. */
export interface Origin {
  /** The folder of the root file system, which the host does not change. */
  readonly root: string;
  readonly profile: Profile;
}

/** Boots one host and waits until its sshd answers. */
export async function bootMachine(state: SandboxState, host: HostState, from: Origin): Promise<void> {
  createCgroups(host.cgroups);
  const console = sandboxFile.console(state.id, host.name);
  const output = openSync(console, "a");
  const nspawn = spawn(
    "sh",
    ["-c", enterCgroups, "sh", ...host.cgroups, "--", ...nspawnCommand(state, host, from)],
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
    const said = lastLines(readFileSync(console, "utf8"), 20);
    const what = gone.signal.aborted ? "ended while it booted" : "did not boot";
    throw new SandboxError(`${host.name} ${what}; its console says:\n${said}`, { cause });
  }
}

async function becomeReachable(state: SandboxState, host: HostState, gone: AbortSignal): Promise<void> {
  const { name, address } = host;
  const init = await waitFor(`${name} to start`, bootSeconds, () => findInit(host), gone);
  const hasNetwork = (): Promise<true | undefined> => configureNetwork(init, address, state.gateway);
  await waitFor(`${name} to get its network`, bootSeconds, hasNetwork, gone);
  await waitFor(`sshd on ${name}`, bootSeconds, () => hasSshBanner(address), gone);
}

function nspawnCommand(state: SandboxState, host: HostState, from: Origin): readonly string[] {
  const boot = ["--quiet", "--boot", "--register=no", "--keep-unit", `--directory=${from.root}`];
  const names = [
    `--machine=${host.machine}`,
    `--hostname=${host.name}`,
    "--resolv-conf=off",
    "--timezone=off",
  ];
  const network = `--network-bridge=${state.bridge}`;
  const ssh = `--bind-ro=${sandboxFile.hostSsh(state.id, host.name)}:${hostSshFolder}`;
  return ["systemd-nspawn", ...boot, ...names, network, ssh, ...from.profile.nspawnArguments];
}

/** The host's PID 1, as this machine counts: the process that is number 1 in a pid namespace just below ours. */
export function findInit(host: HostState): number | undefined {
  return processesIn(host.cgroups).find((pid) => {
    const pids = namespacePids(pid);
    return pids.length === 2 && pids[1] === 1;
  });
}

/** Answers `undefined` as long as systemd-nspawn has not yet moved the link into the host. */
async function configureNetwork(init: number, address: string, gateway: string): Promise<true | undefined> {
  const commands = `
    address replace ${address}/24 dev host0
    link set lo up
    link set host0 up
    route replace default via ${gateway}
  `;
  const ip = ["nsenter", `--target=${init}`, "--net", "ip", "-batch", "-"];
  const { status } = await runCommand(ip, { input: commands });
  return status === 0 ? true : undefined;
}
