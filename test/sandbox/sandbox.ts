import type { CommandResult } from "./command.ts";
import { readCommand, runCommand } from "./command.ts";
import { releaseSandboxes } from "./claim.ts";
import { renderInventory } from "./inventory.ts";
import { findInit } from "./machine.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { HostState, SandboxState } from "./state.ts";
import { readState, sandboxFile } from "./state.ts";

export interface SandboxHost {
  readonly name: string;
  readonly address: string;
  /** The host's PID 1, as this machine counts; found afresh each time it is asked for. */
  readonly pid: number;
  /** What the host's console and systemd-nspawn said. */
  readonly consolePath: string;
}

/** Running hosts. */
export interface Sandbox {
  readonly id: number;
  readonly hosts: readonly SandboxHost[];
  /** The private key that root, deploy and careful accept on every host. */
  readonly keyPath: string;
  /** Lists every host's address with its key. */
  readonly knownHostsPath: string;
  inventoryText(): string;
  /** Runs shell text as root in the host, not by ssh, so behind the engine's back; any exit status is a result. */
  run(host: string, script: string): Promise<CommandResult>;
  /** Same, but a status other than 0 is an error; answers the standard output. */
  read(host: string, script: string): Promise<string>;
  /** Takes the hosts down and everything away. */
  stop(): Promise<void>;
}

/**
 * A host that shuts down stops its processes before it ends them. An nsenter that waits for one of them stops itself,
 * for good, and the host waits for it. A shell that waits in its place does not; the status keeps it from becoming
 * what it runs.
 */
const waitOutside = 'sh -c "$1"; exit $?';

/** The sandbox of this number, which another process may have booted. */
export function attachSandbox(id: number): Sandbox {
  const state = readState(id);
  if (state === undefined) throw new SandboxError(`there is no sandbox ${id}: npm run sandbox -- list`);
  return {
    id,
    hosts: state.hosts.map((host) => describeHost(id, host)),
    keyPath: sandboxFile.key(id),
    knownHostsPath: sandboxFile.knownHosts(id),
    inventoryText: () => renderInventory(state),
    run: (host, script) => runCommand(enterHost(state, host, script), { environment: { HOME: "/root" } }),
    read: (host, script) => readCommand(enterHost(state, host, script), { environment: { HOME: "/root" } }),
    stop: async () => void (await releaseSandboxes((other) => other.id === id)),
  };
}

function describeHost(id: number, host: HostState): SandboxHost {
  const { name, address } = host;
  return {
    name,
    address,
    consolePath: sandboxFile.console(id, name),
    get pid() {
      return initOf(host);
    },
  };
}

function enterHost(state: SandboxState, name: string, script: string): readonly string[] {
  const host = state.hosts.find((host) => host.name === name);
  if (host === undefined) throw new SandboxError(`sandbox ${state.id} has no host ${name}`);
  const namespaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", "--root", "--wd"];
  return [
    "nsenter",
    `--target=${initOf(host)}`,
    ...namespaces,
    "--no-fork",
    "sh",
    "-c",
    waitOutside,
    "sh",
    script,
  ];
}

function initOf(host: HostState): number {
  const init = findInit(host);
  if (init === undefined) throw new SandboxError(`${host.name} is not running`);
  return init;
}
