import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCommand } from "../sandbox/command.ts";
import { canMakeBusyboxFolder, makeBusyboxFolder, type RootFolder } from "../support/busybox-folder.ts";
import { type Bench, eachTime, inCaseFolder, setUpScenario } from "./bench.ts";
import { type Case, changedIn, decisionsOf, type Round } from "./case.ts";
import { urlFiles } from "./cases/get-url.ts";
import { casesOf } from "./cases/index.ts";
import { startFileServer } from "./file-server.ts";

/*
 * The cases of modules once more where everything is busybox: a folder that is entered by chroot, without coreutils,
 * bash and systemd.
 */

/** Modules that have nothing to do in such a folder, and why. */
const absent: Readonly<Record<string, string>> = {
  systemd: "there is no systemd",
  service: "there is no systemd",
  apt: "there is no apt",
  package: "there is no apt",
  user: "Debian's busybox has no adduser",
  group: "Debian's busybox has no addgroup",
  get_url: "the wget of Debian's static busybox crashes when it is given a time limit",
  uri: "the wget of Debian's static busybox crashes when it is given a time limit",
  hostname: "the name is this machine's",
  sysctl: "the kernel is this machine's",
  modprobe: "the kernel is this machine's",
  mount: "the mounts are this machine's",
};

/** Cases that ask for what is not there. */
const beyond: Readonly<Record<string, string>> = {
  "script: another program runs it": "there is no bash",
  "shell: another shell": "there is no bash",
  "unarchive: an archive of the host": "this xz unpacks only",
  "unarchive: a zip of the controller": "busybox's unzip sets no times, so that every run unpacks again",
  "unarchive: a zip of the host": "this unzip has no -Z, which lists modes",
  "wait_for: a port that is open": "there is no sshd",
  "wait_for: a port of an address": "there is no sshd",
};

const longEnough = 600_000;
const rootPath = "/usr/sbin:/usr/bin:/sbin:/bin";

describe.skipIf(!canMakeBusyboxFolder)("where everything is busybox,", () => {
  let folder: RootFolder;
  let bench: Bench;
  const rounds: Partial<Record<"foreseen" | "done" | "again", Round>> = {};
  const cases = Object.fromEntries(
    Object.entries(casesOf)
      .filter(([module]) => !Object.hasOwn(absent, module))
      .map(([module, all]): [string, readonly Case[]] => [
        module,
        all.filter(({ about }) => !Object.hasOwn(beyond, `${module}: ${about}`)),
      ]),
  );

  beforeAll(async () => {
    folder = makeBusyboxFolder();
    bench = await openFolderBench(folder);
    const scenario = await setUpScenario(bench, cases);
    rounds.foreseen = await scenario.run("--check");
    rounds.done = await scenario.run();
    rounds.again = await scenario.run("--skip-tags", eachTime);
  }, longEnough);
  afterAll(async () => {
    await bench?.close();
    folder?.remove();
  });

  test("a check run foresees the run, and a second run changes nothing", () => {
    expect(decisionsOf(rounds.foreseen ?? new Map())).toEqual(decisionsOf(rounds.done ?? new Map()));
    expect(changedIn(rounds.again ?? new Map())).toEqual([]);
  });

  describe.each(Object.keys(cases))("%s", (module) => {
    test.each((cases[module] ?? []).map((one, index) => [one.about, one, index] as const))(
      "%s",
      async (about, one, index) => {
        const ended = rounds.done?.get(`${module}: ${about} @ h1`);
        const kind = one.effect === "never" ? "ok" : "changed";
        expect(ended?.kind, JSON.stringify(ended?.result)).toBe(one.fails ? "failed" : kind);
        if (!one.after) return;
        const [script, output] = one.after;
        expect(await inCaseFolder(bench, { module, index }, script)).toEqual([output]);
      },
    );
  });
});

async function openFolderBench({ path }: RootFolder): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "play-modules-"));
  const server = await startFileServer("127.0.0.1");
  for (const [name, bytes] of urlFiles) server.files.set(name, bytes);
  const inventory = join(folder, "hosts");
  writeFileSync(inventory, `h1 ansible_connection=chroot ansible_host=${path}\n`);
  const enter = ["chroot", path, "/bin/sh", "-c"];
  return {
    sandbox: {
      hosts: [{ name: "h1" }],
      read: async (_, script) =>
        readCommand([...enter, script], { environment: { HOME: "/root", PATH: rootPath } }),
    },
    folder,
    inventory,
    server,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
