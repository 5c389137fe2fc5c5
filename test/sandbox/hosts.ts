import { describe, inject, test } from "vitest";
import "./provided.ts";
import type { Sandbox } from "./sandbox.ts";
import { attachSandbox } from "./sandbox.ts";

/**
 * A `describe` whose tests need the run's hosts. Where there are none it is one skipped test that tells why.
 *
 * The hosts are shared by all test files, which run side by side: a test uses names and paths of its own on them, and
 * boots hosts of its own where it would disturb others.
 */
export function describeOnHosts(name: string, body: (sandbox: Sandbox) => void): void {
  const provided = inject("sandbox");
  if (provided.kind === "absent") {
    test.skip(`${name} (no hosts: ${provided.reason})`, () => undefined);
    return;
  }
  describe(name, () => body(attachSandbox(provided.id)));
}
