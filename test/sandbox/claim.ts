import { join } from "node:path";
import { planCgroups } from "./cgroup.ts";
import { withLock } from "./lock.ts";
import { createBridge, planNetwork } from "./network.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { isAlive } from "./process-identity.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { SandboxState } from "./state.ts";
import { listStates, readState, stateFolder, writeState } from "./state.ts";
import { takeDown } from "./take-down.ts";

const maximumSandboxes = 250;
const firstHostNumber = 11;

export interface Claim {
  readonly names: readonly string[];
  readonly owner?: ProcessIdentity | undefined;
  readonly inventory?: string | undefined;
}

/** Takes a number, a network and a bridge that no other sandbox has, and writes down what is going to be made. */
export function claimSandbox(claim: Claim): Promise<SandboxState> {
  return withStateLock(async () => {
    reapDead();
    for (let id = 1; id <= maximumSandboxes; id++) {
      const network = readState(id) === undefined ? await planNetwork(id) : undefined;
      if (network === undefined) continue;
      const { bridge, prefix } = network;
      const hosts = claim.names.map((name, index) => ({
        name,
        machine: `play${id}-${name}`,
        address: `${prefix}.${firstHostNumber + index}`,
        cgroups: planCgroups(`play-sandbox-${id}-${name}`),
      }));
      const { owner, inventory } = claim;
      const state: SandboxState = { id, bridge, gateway: `${prefix}.1`, owner, inventory, hosts };
      writeState(state);
      await createBridge(state.bridge, state.gateway);
      return state;
    }
    throw new SandboxError("no free network for a sandbox: see `ip route` and `npm run sandbox -- list`");
  });
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
