import type { Claim } from "./claim.ts";
import { claimSandbox } from "./claim.ts";
import { createKeys } from "./keys.ts";
import { bootMachine } from "./machine.ts";
import { currentOwner, takeDownAtExit } from "./owner.ts";
import { whyNoHosts } from "./preflight.ts";
import type { Profile } from "./profile.ts";
import { plainProfile } from "./profile.ts";
import { ensureRootFileSystem } from "./root-file-system.ts";
import type { Sandbox } from "./sandbox.ts";
import { attachSandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";
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

/**
 * Boots hosts and waits until sshd answers on all of them: a second or two, after the root file system has been made
 * once. Unless told to keep it, the sandbox ends with this process or with the test run that this process belongs to.
 */
export async function bootSandbox(options: BootOptions = {}): Promise<Sandbox> {
  const reason = whyNoHosts();
  if (reason !== undefined) throw new SandboxError(`cannot boot sandbox hosts: ${reason}`);
  const profile = options.profile ?? plainProfile;
  await ensureTools();
  const root = await ensureRootFileSystem(profile);
  const state = await claimSandbox(claimFor(options));
  if (state.owner !== undefined) takeDownAtExit();
  try {
    await createKeys(state);
    await Promise.all(state.hosts.map((host) => bootMachine(state, host, { root, profile })));
    return attachSandbox(state.id);
  } catch (error) {
    takeDown(state);
    throw error;
  }
}

function claimFor(options: BootOptions): Claim {
  const names = options.names ?? Array.from({ length: options.count ?? 3 }, (_, index) => `h${index + 1}`);
  if (options.keep !== undefined) return { names, inventory: options.keep.inventory };
  return { names, owner: currentOwner() };
}
