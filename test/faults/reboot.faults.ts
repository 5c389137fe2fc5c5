import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeRun } from "../run/describe-run.ts";
import { failuresOf, playRun } from "../run/play-run.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { plainProfile } from "../sandbox/profile.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";

/** A plain host that keeps its disk and its address when it reboots. */
const lasting = { ...plainProfile, nspawnArguments: [], disk: { plainFolders: [] } };
const keepAddress = `
cat >/etc/systemd/system/own-address.service <<'END'
[Unit]
Before=ssh.service
[Service]
Type=oneshot
ExecStart=/bin/ip -batch /etc/ssh/sandbox/network
[Install]
WantedBy=multi-user.target
END
systemctl enable --quiet own-address`;

describe("a host that reboots in the middle of a run", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "play-reboot-"));
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1, profile: lasting });
    await sandbox.read("h1", keepAddress);
    writeFileSync(path.join(folder, "hosts"), sandbox.inventoryText());
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox?.stop();
  });

  /** Plays tasks, and reboots the host as soon as the one named `slow` begins. */
  const playRebooting = async (tasks: string, ...more: readonly string[]) => {
    const site = path.join(folder, "site.yml");
    writeFileSync(site, `- hosts: all\n  gather_facts: false\n  tasks:\n${tasks}`);
    const events: string[] = [];
    const run = await playRun([site, "-i", path.join(folder, "hosts"), ...more], {
      lock: true,
      onEvent: (event) => {
        events.push(event.kind);
        if (event.kind === "task started" && event.task.name === "slow")
          void sandbox.run("h1", "systemctl reboot");
      },
    });
    return { run, events };
  };

  const files = (name: string) => `
    - { name: before, copy: { content: before, dest: /root/${name}-before } }
    - { name: slow, copy: { content: "{{ item }}", dest: "/root/${name}-{{ item }}" }, loop: "{{ range(10, 600) | list }}" }
    - { name: after, copy: { content: after, dest: /root/${name}-after } }
`;

  test("is waited for, and the task goes on where it was", async () => {
    const { run, events } = await playRebooting(files("one"));
    expect(run.status, describeRun(run).slice(-2000)).toBe(0);
    expect(events).toContain("host awaited");
    expect(events).toContain("host back");
    expect(
      await sandbox.read("h1", "ls -A /root | grep -c '^one-'; ls -A /root | grep -c '^[.].*play-' || true"),
    ).toBe("592\n0\n");
  });

  test("fails a command, of which it is not known whether it ran", async () => {
    const { run } = await playRebooting("    - { name: slow, command: sleep 300 }\n");
    expect(failuresOf(run)).toEqual([
      expect.stringMatching(/^slow on h1: .*; whether the command ran is not known$/),
    ]);
  });

  test("is unreachable where it is not back in time", async () => {
    const { run } = await playRebooting(files("two"), "--reconnect-timeout", "1");
    expect(run.status).toBe(4);
  });
});
