import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sh } from "../../engine/base/shell-text.ts";
import { openSession } from "../../engine/host/open-session.ts";
import { script } from "../../engine/host/query.ts";
import type { Enclosure } from "../../engine/host/session.ts";
import { nameIn } from "../../engine/host/transport/machine.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { readCommand } from "../sandbox/command.ts";
import { findInit } from "../sandbox/machine.ts";
import { readState } from "../sandbox/state.ts";
import { sandboxUsers } from "../sandbox/users.ts";
import { textOf } from "./behaviour/bench.ts";
import { describeSession } from "./behaviour/describe-session.ts";

/** Docker has its own file: it takes a daemon. */
describeOnHosts("a machine of systemd-nspawn", (sandbox) => {
  const [host] = readState(sandbox.id)?.hosts ?? [];
  if (!host) throw new Error("these tests want a host");
  const nspawn: Enclosure = { kind: "nspawn", name: host.machine, connectTimeout: 20 };

  describeSession("as a user", async () => openSession({ ...nspawn, user: sandboxUsers.deploy.name }), {
    kind: "login",
  });

  test("is entered with its own processes, name and network, and nothing of our environment", async () => {
    const session = await openSession(nspawn);
    const seen = script(
      "x",
      sh`cat /proc/1/comm; hostname; ip -o -4 address show host0; echo "$HOME $VITEST"`,
    );
    const [said] = await session.ask([seen], { kind: "login" });
    expect(textOf(said.stdout)).toMatch(
      new RegExp(String.raw`^systemd\n${host.name}\n.*${host.address}/24.*\n/root \n$`),
    );
    await session.close();
  });

  test("is entered by no nsenter that waits: a machine that shuts down would stop it, and wait for it", async () => {
    const session = await openSession(nspawn);
    await session.ask([script("x", sh`true`)], { kind: "login" });
    const running = await readCommand(["ps", "-A", "-o", "args="]);
    await session.close();
    expect(running).toContain("systemd-nspawn");
    expect(
      running.split("\n").filter((line) => line.startsWith(`nsenter --target=${findInit(host)} `)),
    ).toEqual([]);
  });
});

const empty = mkdtempSync(join(tmpdir(), "play-empty-"));
afterAll(() => rmSync(empty, { recursive: true }));

const refusals: readonly (readonly [string, Enclosure["kind"], string, RegExp, RegExp])[] = [
  ["a folder that is not there", "chroot", "/no/such", /no folder \/no\/such$/, /path of the folder/],
  ["a folder without a shell", "chroot", empty, /\/bin\/sh/, /must hold a \/bin\/sh/],
  ["a machine that does not run", "nspawn", "no-such", /no nspawn machine no-such runs/, /machinectl/],
];

describe.skipIf(process.getuid?.() !== 0)("what cannot be entered is refused with the reason", () => {
  test.each(refusals)("%s", async (...[, kind, name, message, hint]) => {
    await expect(openSession({ kind, name, connectTimeout: 20 })).rejects.toMatchObject({
      code: "UNREACHABLE",
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test("a user that the folder does not know", async () => {
    const chroot: Enclosure = { kind: "chroot", name: "/", user: "nobody-known", connectTimeout: 20 };
    await expect(openSession(chroot)).rejects.toMatchObject({
      code: "UNREACHABLE",
      hint: "there is no user nobody-known in it: ansible_user names one of its own",
    });
  });
});

test.each(["docker", "podman"] as const)("%s that is not installed is missed by its name", async (kind) => {
  const { PATH } = process.env;
  process.env["PATH"] = empty;
  try {
    await expect(openSession({ kind, name: "x", connectTimeout: 20 })).rejects.toMatchObject({
      message: `${kind} x cannot be entered: there is no ${kind} on this machine`,
    });
  } finally {
    process.env["PATH"] = PATH;
  }
});

test.each([
  ["--quiet --boot --machine=web --directory=/srv/a", "web"],
  ["-b -M web -D /srv/a", "web"],
  ["-D /srv/a", "a"],
  ["--image=/srv/b.raw -b", "b"],
  ["--quiet", undefined],
])("systemd-nspawn %s runs the machine %s", (words, name) => {
  expect(nameIn(words.split(" "))).toBe(name);
});
