import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlayEvent } from "../../engine/model/event.ts";
import { failuresOf, playRun } from "../run/play-run.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { waitFor } from "../sandbox/wait.ts";
import { Other } from "./other-run.ts";

const us = `${userInfo().username}@${hostname()}, process`;

describe.skipIf(whyNoHosts() !== undefined)("two runs on one host", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "play-two-runs-"));
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    writeFileSync(path.join(folder, "hosts"), sandbox.inventoryText());
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox?.stop();
  });

  const site = (name: string, task: string, more = ""): string => {
    const file = path.join(folder, `${name}.yml`);
    writeFileSync(file, `- hosts: all\n  gather_facts: false\n${more}  tasks: [{ ${task} }]\n`);
    return file;
  };
  const inventory = (): readonly string[] => ["-i", path.join(folder, "hosts")];
  /** A run of another process that has the host until it is let go. */
  const otherRun = async (): Promise<Other> => {
    await sandbox.read("h1", "rm -f /run/let-go");
    const file = site("other", 'shell: "until [ -e /run/let-go ]; do sleep 0.1; done"');
    const other = new Other([file, ...inventory()]);
    await waitFor("the other run to have the host", 300, async () => {
      const { status } = await sandbox.run("h1", `grep -q "process ${other.pid}," /run/lock/play.held.*`);
      return status === 0 ? true : undefined;
    });
    return other;
  };
  const letGo = async (other: Other): Promise<void> => {
    await sandbox.read("h1", "touch /run/let-go");
    expect(await other.status).toBe(0);
  };

  test("the second waits, tells for whom, and goes on when the first is over", async () => {
    const other = await otherRun();
    const events: PlayEvent[] = [];
    const running = playRun(
      [site("second", "command: id -un", "  become: true\n"), ...inventory(), "-u", "deploy"],
      {
        lock: true,
        onEvent: (event) => events.push(event),
      },
    );
    const awaited = await waitFor("the second to wait", 300, () =>
      events.find((event) => event.kind === "host awaited"),
    );
    expect(awaited).toMatchObject({ host: "h1", limit: 300 });
    expect(awaited.reason).toContain(`another run has it: ${us} ${other.pid}, since 20`);
    await letGo(other);
    expect((await running).status).toBe(0);
    expect(events.some((event) => event.kind === "host back")).toBe(true);
  });

  test("the second stops where it may not wait, and nothing is done", async () => {
    const other = await otherRun();
    const file = site("stopped", "file: { path: /run/stopped, state: touch }");
    const run = await playRun([file, ...inventory(), "--lock-timeout", "0"], { lock: true });
    expect(run.status).toBe(4);
    const [end] = run.events.filter((event) => event.kind === "task ended");
    expect(end?.outcome).toMatchObject({ kind: "unreachable", error: { code: "LOCKED" } });
    await letGo(other);
    expect((await sandbox.run("h1", "test -e /run/stopped")).status).not.toBe(0);
  });

  test("who asks for no lock, and a check run, do not wait", async () => {
    const other = await otherRun();
    const file = site("aside", "command: 'true'");
    for (const more of ["--no-lock", "--check"])
      expect(await new Other([file, ...inventory(), more]).status).toBe(0);
    await letGo(other);
  });

  test("the lock ends with the shell that holds it, and what a command started does not keep it", async () => {
    const file = site(
      "daemon",
      'shell: "nohup sleep 60 >/dev/null 2>&1 & echo $! >/run/daemon" }, { pause: { seconds: 60 }',
    );
    const other = new Other([file, ...inventory()]);
    // a shell that is killed under a command would be opened again, and take the lock again
    await waitFor("the daemon's task to end", 300, () =>
      other.said.includes("changed: [h1]") ? true : undefined,
    );
    await sandbox.read("h1", "for f in /run/lock/play.held.*; do f=${f#*held.}; kill -KILL ${f%%.*}; done");
    const run = await playRun([site("after", "command: 'true'"), ...inventory(), "--lock-timeout", "0"], {
      lock: true,
    });
    expect(failuresOf(run)).toEqual([]);
    await sandbox.read("h1", 'kill "$(cat /run/daemon)"');
    other.kill();
    await other.status;
  });

  test("a command that a killed run has left is waited for", async () => {
    const other = await otherRun();
    other.kill();
    await other.status;
    const events: PlayEvent[] = [];
    const running = playRun([site("next", "command: 'true'"), ...inventory()], {
      lock: true,
      onEvent: (event) => events.push(event),
    });
    await waitFor("the next run to wait", 300, () => events.find(({ kind }) => kind === "host awaited"));
    await sandbox.read("h1", "touch /run/let-go");
    expect(failuresOf(await running)).toEqual([]);
    expect(events.some(({ kind }) => kind === "host back")).toBe(true);
  });

  test("a host that has no lock is played on, with a warning", async () => {
    await sandbox.read("h1", "mv /usr/bin/flock /usr/bin/no-flock");
    const run = await playRun([site("without", "command: 'true'"), ...inventory()], { lock: true });
    await sandbox.read("h1", "mv /usr/bin/no-flock /usr/bin/flock");
    expect(run.status).toBe(0);
    const warnings = run.events.flatMap((event) => (event.kind === "warning" ? [event.message] : []));
    expect(warnings).toEqual(["h1 cannot be locked: the program flock is missing"]);
  });
});
