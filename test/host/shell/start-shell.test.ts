import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { startShell } from "../../../engine/host/shell/start-shell.ts";
import { openLocal } from "../../../engine/host/transport/local.ts";

const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill("SIGKILL")));

/** A process that goes on, with its start in the kernel's ticks. */
function begin(): { readonly child: ChildProcess; readonly start: number } {
  const child = spawn("sleep", ["infinity"]);
  children.push(child);
  return {
    child,
    start: Number(readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19]),
  };
}

test("a shell that was put away is ended by the next one, and no other process that has its number by now", async () => {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const [own, other] = [begin(), begin()];
  const spent = [`${other.child.pid}.${other.start - 1}.${boot}`, `${own.child.pid}.${own.start}.${boot}`];
  const transport = openLocal();
  const ended = once(own.child, "exit");
  (await startShell(transport, { kind: "login" }, { spent })).close();
  await transport.close();
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect([other.child.exitCode, other.child.signalCode]).toEqual([null, null]);
});
