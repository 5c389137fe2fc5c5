import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { bootSandbox } from "./boot.ts";
import { releaseSandboxes } from "./claim.ts";
import { describeOnHosts } from "./hosts.ts";
import { findLeftovers } from "./leftovers.ts";
import { identifyProcess } from "./process-identity.ts";
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

  test("a host that cannot boot is an error that shows why, and is cleared away", async () => {
    const before = listStates();
    const profile = { ...plainProfile, nspawnArguments: ["--no-such-option"] };
    await expect(bootSandbox({ count: 2, profile })).rejects.toThrow(
      /h[12] ended while it booted[^]*no-such-option/,
    );
    expect(listStates().filter(({ hosts }) => hosts.length === 2)).toEqual(
      before.filter(({ hosts }) => hosts.length === 2),
    );
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
