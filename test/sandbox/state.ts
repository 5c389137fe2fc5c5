import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessIdentity } from "./process-identity.ts";

/** Everything about running sandboxes is here, one numbered folder each, so that any process can take one down. */
export const stateFolder = "/run/play-sandbox";

export interface SandboxState {
  readonly id: number;
  readonly bridge: string;
  /** The bridge's own address, which is the hosts' default route. */
  readonly gateway: string;
  /** Whose end is also the sandbox's end; `undefined`: it stays until somebody takes it down. */
  readonly owner?: ProcessIdentity | undefined;
  /** The inventory file written for it, by which `down` knows the sandbox of its checkout. */
  readonly inventory?: string | undefined;
  readonly hosts: readonly HostState[];
}

export interface HostState {
  readonly name: string;
  /** The name on this machine, unique among all sandboxes; its network link is `vb-` and this. */
  readonly machine: string;
  readonly address: string;
  /** The host's own control group in each hierarchy: whatever runs in them belongs to the host. */
  readonly cgroups: readonly string[];
}

export function sandboxFolder(id: number): string {
  return join(stateFolder, String(id));
}

export const sandboxFile = {
  key: (id: number) => join(sandboxFolder(id), "key"),
  knownHosts: (id: number) => join(sandboxFolder(id), "known_hosts"),
  state: (id: number) => join(sandboxFolder(id), "state.json"),
  /** The folder that is bound into the host for its sshd. */
  hostSsh: (id: number, host: string) => join(sandboxFolder(id), "hosts", host, "ssh"),
  /** What a profile prepared for all hosts. */
  prepared: (id: number) => join(sandboxFolder(id), "prepared"),
  /** Where the host's disk is mounted, if it has one. */
  disk: (id: number, host: string) => join(sandboxFolder(id), "hosts", host, "disk"),
  console: (id: number, host: string) => join(sandboxFolder(id), "hosts", host, "console.log"),
} as const;

export function writeState(state: SandboxState): void {
  mkdirSync(sandboxFolder(state.id), { recursive: true, mode: 0o700 });
  const path = sandboxFile.state(state.id);
  writeFileSync(`${path}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** `undefined` where there is no sandbox of this number. */
export function readState(id: number): SandboxState | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only writeState writes this file
    return JSON.parse(readFileSync(sandboxFile.state(id), "utf8")) as SandboxState;
  } catch {
    return undefined;
  }
}

export function listStates(): readonly SandboxState[] {
  return listFolder()
    .map((name) => readState(Number(name)))
    .filter((state) => state !== undefined)
    .sort((one, other) => one.id - other.id);
}

function listFolder(): readonly string[] {
  try {
    return readdirSync(stateFolder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
