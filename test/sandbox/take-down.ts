import { rmSync } from "node:fs";
import { processesIn, removeCgroups } from "./cgroup.ts";
import { removeDisk } from "./host-disk.ts";
import { findInit } from "./machine.ts";
import { removeBridge } from "./network.ts";
import { SandboxError } from "./sandbox-error.ts";
import type { SandboxState } from "./state.ts";
import { sandboxFolder } from "./state.ts";
import { waitBlocking } from "./wait.ts";

const patienceSeconds = 10;

/**
 * Takes everything of a sandbox away, whatever state it is in; done again, it does nothing.
 *
 * It blocks, so that it works in an exit handler too. A host's init is killed first: systemd-nspawn then clears up and
 * ends by itself, while a killed systemd-nspawn leaves its machine running.
 */
export function takeDown(state: SandboxState): void {
  const cgroups = state.hosts.flatMap((host) => host.cgroups);
  const isEmpty = (): boolean => processesIn(cgroups).length === 0;
  const hasEnded = (): boolean => {
    // each time round: a host that is just starting may not have had its init the first time
    killAll(state.hosts.map((host) => findInit(host)).filter((pid) => pid !== undefined));
    return isEmpty();
  };
  if (!waitBlocking(patienceSeconds, hasEnded)) killAll(processesIn(cgroups));
  if (!waitBlocking(patienceSeconds, isEmpty)) {
    throw new SandboxError(`sandbox ${state.id}: processes ${processesIn(cgroups).join(", ")} do not end`);
  }
  removeCgroups(cgroups);
  for (const host of state.hosts) removeDisk(state.id, host);
  removeBridge(state.bridge);
  rmSync(sandboxFolder(state.id), { recursive: true, force: true });
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended by itself meanwhile
    }
  }
}
