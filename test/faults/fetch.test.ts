import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeRun } from "../run/describe-run.ts";
import { changesOf, playRun, type PlayRun } from "../run/play-run.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { play, playProgram } from "../support/play.ts";
import { dropPackets, killSshd } from "./cut.ts";
import { until } from "./stopped-site.ts";

/** Bytes: long enough under way for something to happen meanwhile. */
const size = 300_000_000;

describeOnHosts("a large file that is fetched", () => {
  let sandbox: Sandbox;
  let folder = "";
  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    await sandbox.run("h1", `truncate -s ${size} /srv/large; chmod 600 /srv/large`);
  });
  afterAll(async () => sandbox?.stop());
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "play-fetch-"));
    writeFileSync(path.join(folder, "hosts"), sandbox.inventoryText());
    const fetch = { src: "/srv/large", dest: "got", flat: true };
    const playbook = [{ hosts: "h1", gather_facts: false, tasks: [{ name: "fetch", fetch }] }];
    writeFileSync(path.join(folder, "play.yml"), JSON.stringify(playbook));
    writeFileSync(path.join(folder, "got"), "old");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const words = (): readonly string[] => [path.join(folder, "play.yml"), "-i", path.join(folder, "hosts")];
  const got = (): string => path.join(folder, "got");
  const temporaries = (): readonly string[] => readdirSync(folder).filter((name) => name.includes(".play-"));
  const isUnderWay = (): boolean =>
    temporaries().some((name) => statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0);

  async function playAgain(): Promise<PlayRun> {
    const run = await playRun(words());
    expect(run.status, describeRun(run)).toBe(0);
    expect(temporaries()).toEqual([]);
    expect(statSync(got()).size).toBe(size);
    return run;
  }

  /** The program as a user starts it, in the middle of the transfer. */
  async function underWay() {
    const child = spawn(process.execPath, [playProgram, ...words()], {
      env: { ...process.env, XDG_STATE_HOME: path.join(folder, "state") },
      stdio: "ignore",
    });
    await until(isUnderWay);
    return child;
  }

  test.each([killSshd, dropPackets])("survives that: $name in the middle", async (cut) => {
    let hear = (): void => undefined;
    const noticed = new Promise<void>((resolve) => (hear = resolve));
    const running = playRun(words(), {
      lock: true,
      onEvent: (event) => {
        if (event.kind !== "host awaited") return;
        hear();
        // nothing of what had come stays, and the old file does
        expect(temporaries()).toEqual([]);
        expect(readFileSync(got(), "utf8")).toBe("old");
      },
    });
    await until(isUnderWay);
    await cut.break(sandbox, "h1");
    // mended before it is noticed, the connection would go on as if nothing had been
    await Promise.race([noticed, running]);
    await cut.mend(sandbox, "h1");
    const run = await running;
    expect(run.status, describeRun(run)).toBe(0);
    expect(describeRun(run)).toContain("waited for: the connection broke");
    expect(changesOf(run)).toEqual(["fetch on h1"]);
    expect(temporaries()).toEqual([]);
    expect(statSync(got()).size).toBe(size);
    expect(changesOf(await playAgain())).toEqual([]);
  });

  test("is swept by the next run where play was killed", async () => {
    const child = await underWay();
    child.kill("SIGKILL");
    await once(child, "close");
    expect(temporaries()).toHaveLength(1);
    expect(readFileSync(got(), "utf8")).toBe("old");
    const again = await play(words(), { environment: { XDG_STATE_HOME: path.join(folder, "state") } });
    expect(again.status, again.stdout).toBe(0);
    expect(again.stdout).toContain("changed: [h1]");
    expect(changesOf(await playAgain())).toEqual([]);
  });

  test("leaves nothing where play is stopped at once", async () => {
    const child = await underWay();
    child.kill("SIGINT");
    child.kill("SIGTERM");
    await once(child, "close");
    expect(temporaries()).toEqual([]);
    expect(readFileSync(got(), "utf8")).toBe("old");
    expect(changesOf(await playAgain())).toEqual(["fetch on h1"]);
  });
});
