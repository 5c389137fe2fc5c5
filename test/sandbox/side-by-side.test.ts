import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { bootSandbox } from "./boot.ts";
import { releaseSandboxes } from "./claim.ts";
import { readCommand } from "./command.ts";
import { describeOnHosts } from "./hosts.ts";
import { findLeftovers } from "./leftovers.ts";
import { identifyProcess } from "./process-identity.ts";
import { checkNeighbours } from "./neighbours.ts";
import { plainProfile } from "./profile.ts";
import type { Sandbox } from "./sandbox.ts";
import { sshCommand } from "./ssh-client.ts";
import type { SandboxState } from "./state.ts";
import { listStates, readState, writeState } from "./state.ts";

describeOnHosts("sandboxes side by side", (shared) => {
  test("have networks, keys and hosts of their own, and leave nothing behind", async () => {
    const sandboxes = await Promise.all([
      bootSandbox({ count: 2 }),
      bootSandbox({ names: ["h1", "a-rather-long-name"] }),
    ]);
    const states = sandboxes.map((sandbox) => stateOf(sandbox));
    const addresses = [shared, ...sandboxes].flatMap(({ hosts }) => hosts.map(({ address }) => address));
    expect(new Set(addresses).size).toBe(addresses.length);
    for (const sandbox of sandboxes) {
      const names = sandbox.hosts.map(({ address }) => sshCommand(sandbox, `root@${address}`, "hostname"));
      expect((await Promise.all(names)).map(({ stdout }) => stdout.trim())).toEqual(
        sandbox.hosts.map(({ name }) => name),
      );
    }
    for (const state of states) expect(findLeftovers(state).length).toBeGreaterThan(0);
    await Promise.all(sandboxes.map((sandbox) => sandbox.stop()));
    expect(states.flatMap((state) => findLeftovers(state))).toEqual([]);
  });

  test("one whose owner has died is taken down by the next who looks", async () => {
    const sandbox = await bootSandbox({ count: 1 });
    const state = stateOf(sandbox);
    writeState({ ...state, owner: deadProcess() });
    await releaseSandboxes(() => false);
    expect(findLeftovers(state)).toEqual([]);
    expect(readState(shared.id)).toBeDefined();
  });

  test("hosts that cannot reach each other are an error that says what to do", async () => {
    const sandbox = await bootSandbox({ count: 2 });
    try {
      await expect(checkNeighbours(sandbox)).resolves.toBeUndefined();
      for (const name of ["h1", "h2"])
        await readCommand(["bridge", "link", "set", "dev", `vb-play${sandbox.id}-${name}`, "isolated", "on"]);
      await expect(checkNeighbours(sandbox)).rejects.toThrow(/h1 does not reach h2.*iptables -I FORWARD/);
    } finally {
      await sandbox.stop();
    }
  });

  test("a host that cannot boot is an error that shows why, and is cleared away", async () => {
    const names = ["h1", `unbootable-${process.pid}`];
    const profile = { ...plainProfile, nspawnArguments: ["--no-such-option"] };
    await expect(bootSandbox({ names, profile })).rejects.toThrow(/ended while it booted[^]*no-such-option/);
    const left = listStates().flatMap(({ hosts }) => hosts.filter(({ name }) => name === names[1]));
    expect(left).toEqual([]);
  });
});

function stateOf(sandbox: Sandbox): SandboxState {
  const state = readState(sandbox.id);
  if (state === undefined) throw new Error(`sandbox ${sandbox.id} has no state`);
  return state;
}

/** The identity of a process that has ended: its pid, if used again, with another time of start. */
function deadProcess(): { pid: number; startTime: string } {
  const { pid } = spawnSync("true");
  expect(identifyProcess(pid)).toBeUndefined();
  return { pid, startTime: "0" };
}
