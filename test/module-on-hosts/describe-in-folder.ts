import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readCommand } from "../sandbox/command.ts";
import type { RootFolder } from "../support/busybox-folder.ts";
import { type Bench, eachTime, inCaseFolder, setUpScenario } from "./bench.ts";
import { type Case, changedIn, decisionsOf, type Round } from "./case.ts";
import { urlFiles } from "./cases/get-url.ts";
import { startFileServer } from "./file-server.ts";

const longEnough = 600_000;
const rootPath = "/usr/sbin:/usr/bin:/sbin:/bin";

/** The cases of modules where the host is a folder that is entered by chroot. */
export function describeInFolder(
  cases: Readonly<Record<string, readonly Case[]>>,
  makeFolder: () => Promise<RootFolder>,
): void {
  let folder: RootFolder;
  let bench: Bench;
  const rounds: Partial<Record<"foreseen" | "done" | "again", Round>> = {};

  beforeAll(async () => {
    folder = await makeFolder();
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
}

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
