import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planCgroups } from "./cgroup.ts";
import { withLock } from "./lock.ts";
import type { Network } from "./network.ts";
import { createBridge, planNetwork } from "./network.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { isAlive } from "./process-identity.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { SandboxState } from "./state.ts";
import { listStates, readState, stateFolder, writeState } from "./state.ts";
import { takeDown } from "./take-down.ts";

const maximumSandboxes = 250;
const firstHostNumber = 11;
const lastIdFile = join(stateFolder, "last-id");

export interface Claim {
  readonly names: readonly string[];
  readonly owner?: ProcessIdentity | undefined;
  readonly inventory?: string | undefined;
}

/** Takes a number, a network and a bridge that no other sandbox has, and writes down what is going to be made. */
export function claimSandbox(claim: Claim): Promise<SandboxState> {
  return withStateLock(async () => {
    reapDead();
    for (const id of idsInTurn()) {
      const network = readState(id) === undefined ? await planNetwork(id) : undefined;
      if (network === undefined) continue;
      const state = planSandbox(id, network, claim);
      writeState(state);
      writeFileSync(lastIdFile, String(id));
      await createBridge(state.bridge, state.gateway);
      return state;
    }
    throw new SandboxError("no free network for a sandbox: see `ip route` and `npm run sandbox -- list`");
  });
}

function planSandbox(
  id: number,
  { bridge, prefix }: Network,
  { names, owner, inventory }: Claim,
): SandboxState {
  const hosts = names.map((name, index) => ({
    name,
    machine: `play${id}-${name}`,
    address: `${prefix}.${firstHostNumber + index}`,
    cgroups: planCgroups(`play-sandbox-${id}-${name}`),
  }));
  return { id, bridge, gateway: `${prefix}.1`, owner, inventory, hosts };
}

/** All numbers, from the one after the last used: an address is not given to another host as soon as it is free. */
function idsInTurn(): readonly number[] {
  const last = existsSync(lastIdFile) ? Number(readFileSync(lastIdFile, "utf8")) : 0;
  return Array.from({ length: maximumSandboxes }, (_, index) => ((last + index) % maximumSandboxes) + 1);
}

/** Takes down the sandboxes that `isWanted` picks, and those whose owner is dead anyway; answers the picked ones. */
export function releaseSandboxes(
  isWanted: (state: SandboxState) => boolean,
): Promise<readonly SandboxState[]> {
  return withStateLock(() => {
    reapDead();
    const wanted = listStates().filter((state) => isWanted(state));
    for (const state of wanted) takeDown(state);
    return wanted;
  });
}

function reapDead(): void {
  for (const state of listStates()) {
    if (state.owner !== undefined && !isAlive(state.owner)) takeDown(state);
  }
}

function withStateLock<T>(body: () => T | Promise<T>): Promise<T> {
  return withLock(join(stateFolder, "lock"), body);
}
