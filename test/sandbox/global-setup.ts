import type { TestProject } from "vitest/node";
import { bootSandbox } from "./boot.ts";
import { ownForChildren, takeDownOwned } from "./owner.ts";
import { whyNoHosts } from "./preflight.ts";
import "./provided.ts";
import { SandboxError } from "./sandbox-error.ts";

/** 128 + the signal's number, as shells count. */
const signalStatus = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Boots the hosts of a test run, three or as many as PLAY_SANDBOX_HOSTS says. */
export async function setup({ provide }: Pick<TestProject, "provide">): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== undefined) {
    refuseInContinuousIntegration(reason);
    process.stderr.write(`\n*** TESTS ON HOSTS ARE SKIPPED: ${reason} ***\n\n`);
    provide("sandbox", { kind: "absent", reason });
    return;
  }
  ownForChildren();
  takeDownOnSignals();
  const { id } = await bootSandbox({ count: Number(process.env["PLAY_SANDBOX_HOSTS"] ?? 3) });
  provide("sandbox", { kind: "up", id });
}

/** Takes down also what tests booted themselves and forgot. */
export function teardown(): void {
  takeDownOwned();
}

function refuseInContinuousIntegration(reason: string): void {
  if (process.env["CI"] !== "true") return;
  throw new SandboxError(`tests on hosts cannot run (${reason}), and with CI=true they must`);
}

function takeDownOnSignals(): void {
  for (const [signal, status] of Object.entries(signalStatus)) {
    // not once: npm passes Ctrl-C on to a child that got it already, and the second must not cut the first one's work short
    process.on(signal, () => {
      takeDownOwned();
      process.exit(status);
    });
  }
}
