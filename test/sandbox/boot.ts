import { mkdirSync } from "node:fs";
import type { Claim } from "./claim.ts";
import { claimSandbox } from "./claim.ts";
import { createKeys } from "./keys.ts";
import { raiseInotifyLimit } from "./inotify.ts";
import { bootMachine } from "./machine.ts";
import { checkNeighbours } from "./neighbours.ts";
import { currentOwner, takeDownAtExit } from "./owner.ts";
import { whyNoHosts } from "./preflight.ts";
import type { Profile } from "./profile.ts";
import { plainProfile } from "./profile.ts";
import { ensureRootFileSystem } from "./root-file-system.ts";
import type { Sandbox } from "./sandbox.ts";
import { attachSandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { SandboxState } from "./state.ts";
import { sandboxFile } from "./state.ts";
import { takeDown } from "./take-down.ts";
import { ensureTools } from "./tools.ts";

export interface BootOptions {
  /** How many hosts; default 3. They are called h1, h2, ... */
  readonly count?: number | undefined;
  /** The hosts' names instead: short, lower case, as host names are. */
  readonly names?: readonly string[] | undefined;
  readonly profile?: Profile | undefined;
  /** Stays up when this process ends, and remembers the inventory file that is written for it. */
  readonly keep?: { readonly inventory: string } | undefined;
}

/** As many as a /24 network has comfortably room for. */
const maximumHosts = 200;

/**
 * Boots hosts and waits until sshd answers on all of them: a second or two, after the root file system has been made
 * once. Unless told to keep it, the sandbox ends with this process or with the test run that this process belongs to.
 */
export async function bootSandbox(options: BootOptions = {}): Promise<Sandbox> {
  const reason = whyNoHosts();
  if (reason !== undefined) throw new SandboxError(`cannot boot sandbox hosts: ${reason}`);
  const profile = options.profile ?? plainProfile;
  await ensureTools();
  raiseInotifyLimit();
  const root = await ensureRootFileSystem(profile);
  const state = await claimSandbox(claimFor(options));
  if (state.owner !== undefined) takeDownAtExit();
  try {
    await createKeys(state);
    const prepared = await prepare(state, profile);
    await Promise.all(state.hosts.map((host) => bootMachine(state, host, { root, profile, prepared })));
    const sandbox = attachSandbox(state.id);
    await checkNeighbours(sandbox);
    return sandbox;
  } catch (error) {
    takeDown(state);
    throw error;
  }
}

async function prepare(state: SandboxState, profile: Profile): Promise<readonly string[]> {
  const folder = sandboxFile.prepared(state.id);
  mkdirSync(folder, { recursive: true });
  return (await profile.prepare?.(folder)) ?? [];
}

function claimFor(options: BootOptions): Claim {
  const names = options.names ?? defaultNames(options.count ?? 3);
  const bad = names.find((name) => !/^[a-z][a-z0-9-]{0,30}$/.test(name));
  if (bad !== undefined)
    throw new SandboxError(`"${bad}" cannot be a sandbox host's name: lower case, digits, "-"`);
  if (new Set(names).size < names.length)
    throw new SandboxError(`two hosts of the same name: ${names.join(", ")}`);
  if (options.keep !== undefined) return { names, inventory: options.keep.inventory };
  return { names, owner: currentOwner() };
}

function defaultNames(count: number): readonly string[] {
  if (Number.isInteger(count) && count >= 1 && count <= maximumHosts) {
    return Array.from({ length: count }, (_, index) => `h${index + 1}`);
  }
  throw new SandboxError(`a sandbox has 1 to ${maximumHosts} hosts, not ${count}`);
}
