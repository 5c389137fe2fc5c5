import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { releaseSandboxes } from "./claim.ts";
import { describeOnHosts } from "./hosts.ts";
import { findLeftovers } from "./leftovers.ts";
import type { SandboxState } from "./state.ts";
import { readState } from "./state.ts";
import { waitFor } from "./wait.ts";

describeOnHosts("a test run that is ended early", () => {
  test.each(["SIGINT", "SIGTERM"] as const)(
    "by %s takes its hosts down, and those its tests booted",
    async (signal) => {
      const states = await runAndEnd(signal);
      expect(states.flatMap((state) => findLeftovers(state))).toEqual([]);
    },
  );

  test("by SIGKILL leaves them to the next who looks", async () => {
    const states = await runAndEnd("SIGKILL");
    await releaseSandboxes(() => false);
    expect(states.flatMap((state) => findLeftovers(state))).toEqual([]);
  });
});

/** Runs vitest on a test that never ends, and ends the run once its hosts are up; answers the sandboxes that it had. */
async function runAndEnd(signal: NodeJS.Signals): Promise<readonly SandboxState[]> {
  const folder = mkdtempSync(join(tmpdir(), "play-endless-"));
  const report = join(folder, "report");
  const argv = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "test/sandbox/fixtures/vitest.config.ts",
  ];
  const environment = { ...process.env, PLAY_SANDBOX_REPORT: report, PLAY_SANDBOX_HOSTS: "1" };
  const run = spawn(process.execPath, [...argv, "--root", "."], { stdio: "ignore", env: environment });
  const ended = once(run, "exit");
  try {
    const states = await waitFor("the endless test to boot its hosts", 300, () => readReport(report));
    // twice, as npm and the terminal together do
    run.kill(signal);
    run.kill(signal);
    await ended;
    return states;
  } finally {
    run.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
}

function readReport(path: string): readonly SandboxState[] | undefined {
  try {
    const text = readFileSync(path, "utf8");
    const ids = [...text.matchAll(/"id":(\d+)/g)].map(([, id]) => Number(id));
    const states = ids.map((id) => readState(id)).filter((state) => state !== undefined);
    return states.length === 2 ? states : undefined;
  } catch {
    return undefined;
  }
}
