import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { changesOf, play, playEvents } from "../support/play.ts";
import { everywhere, openBench, type Bench } from "./bench.ts";
import { nothingIsLeft } from "./snapshot.ts";

const megabyte = 1024 * 1024;

describeOnHosts("a file that is replaced", () => {
  let bench: Bench<Sandbox>;
  let folder: string;
  beforeAll(async () => {
    bench = await openBench();
    folder = join(bench.folder, "replacing");
    mkdirSync(join(folder, "files"), { recursive: true });
  });
  afterAll(() => bench?.close());
  afterEach(() => vi.unstubAllEnvs());

  function writePlaybook(...tasks: readonly object[]): readonly string[] {
    const path = join(folder, "play.yml");
    writeFileSync(path, JSON.stringify([{ hosts: "all", gather_facts: false, tasks }]));
    return [path, "-i", bench.inventory];
  }

  test("is the old one or the new one at any time, for whoever looks", async () => {
    const { sandbox } = bench;
    writeFileSync(join(folder, "files/large"), randomBytes(30 * megabyte));
    const words = writePlaybook({ copy: { src: "large", dest: "/srv/watched", mode: "0640" } });
    await everywhere(sandbox, "head -c 1000 /dev/zero >/srv/watched; chmod 640 /srv/watched");
    const watching = everywhere(sandbox, watch("/srv/watched"));
    await playEvents(words);
    await everywhere(sandbox, "touch /srv/stop");
    const seen = (await watching).map((text) => text.trim().split("\n"));
    const [old, now] = ["1000 640 root", `${30 * megabyte} 640 root`];
    expect(seen).toEqual([
      [old, now],
      [old, now],
    ]);
    await nothingIsLeft(sandbox);
  });

  test("stays as it is where the new one is not valid", async () => {
    const { sandbox } = bench;
    const state = "cat /srv/valid; stat -c '%a %U %Y' /srv/valid";
    await everywhere(sandbox, "echo old >/srv/valid; chmod 604 /srv/valid; chown deploy /srv/valid");
    const before = await everywhere(sandbox, state);
    for (const module of ["copy", "blockinfile"]) {
      const text = module === "copy" ? { content: "bad\n" } : { block: "bad" };
      const options = { dest: "/srv/valid", ...text, mode: "0777", backup: true };
      const words = writePlaybook({ [module]: { ...options, validate: "! grep -q bad %s" } });
      expect((await play(words)).status).toBe(2);
    }
    expect(await everywhere(sandbox, state)).toEqual(before);
    expect(await everywhere(sandbox, "ls -A /srv | grep valid")).toEqual(["valid\n", "valid\n"]);
    await nothingIsLeft(sandbox);
  });

  test("leaves nothing behind where it is not possible", async () => {
    const { sandbox } = bench;
    await everywhere(
      sandbox,
      "mkdir -p /srv/folder/large /srv/small; mount -t tmpfs -o size=1m none /srv/small",
    );
    const rescued = (name: string, task: object) => ({ name, ...task, ignore_errors: true });
    const words = writePlaybook(
      rescued("no room", { copy: { src: "large", dest: "/srv/small/large" } }),
      rescued("no room for a text", { copy: { content: "x".repeat(2 * megabyte), dest: "/srv/small/text" } }),
      rescued("a folder", { copy: { src: "large", dest: "/srv/folder" } }),
      rescued("no such owner", { copy: { content: "x", dest: "/srv/owned", owner: "nobody-there" } }),
      rescued("no such URL", { get_url: { url: `${bench.server.url}/none`, dest: "/srv/url" } }),
      rescued("another checksum", {
        get_url: { url: `${bench.server.url}/plain`, dest: "/srv/url", checksum: `md5:${"0".repeat(32)}` },
      }),
      rescued("no script", { shell: { cmd: "exit 3", executable: "/bin/bash" } }),
    );
    const events = await playEvents(words);
    expect(changesOf(events)).toEqual([]);
    await nothingIsLeft(sandbox);
    expect(
      await everywhere(sandbox, "ls -A /srv/small /srv/folder/large; ls -A /srv | grep -e own -e url; true"),
    ).toEqual(Array.from({ length: 2 }, () => "/srv/folder/large:\n\n/srv/small:\n"));
  });

  test("of any size takes no more of the controller's memory", async () => {
    const sizes = [1, 120] as const;
    const peaks: number[] = [];
    vi.stubEnv("NODE_OPTIONS", `--import=data:text/javascript,${encodeURIComponent(reportPeak)}`);
    for (const size of sizes) {
      writeFileSync(join(folder, "files/sized"), Buffer.alloc(size * megabyte, size));
      const { status, stderr } = await play(writePlaybook({ copy: { src: "sized", dest: "/srv/sized" } }));
      expect(status).toBe(0);
      peaks.push(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024);
    }
    const [small = 0, large = Infinity] = peaks;
    expect(large - small).toBeLessThan(60);
    expect(await everywhere(bench.sandbox, "stat -c %s /srv/sized; rm /srv/sized")).toEqual(
      Array.from({ length: 2 }, () => `${120 * megabyte}\n`),
    );
  });

  test("wait_for sees what comes only while it waits", async () => {
    const { sandbox } = bench;
    const mark = (name: string) => ({ command: `touch /srv/${name}`, changed_when: false });
    const waiting = playEvents(
      writePlaybook(
        mark("waits"),
        { wait_for: { path: "/srv/later 'x'", timeout: 120 } },
        { wait_for: { port: 8099, timeout: 120 } },
        mark("seen"),
        { wait_for: { port: 8099, state: "stopped", timeout: 120 } },
      ),
    );
    // each thing comes once the play has begun to wait for it, however slow both are
    const served = everywhere(
      sandbox,
      `marked() { timeout 300 sh -c "until [ -e /srv/$1 ]; do sleep 0.1; done"; sleep 1; }
      set -e; marked waits; touch "/srv/later 'x'"; sleep 1
      systemd-run --quiet --unit=port-8099 systemd-socket-activate --accept --listen=8099 /bin/cat
      marked seen; systemctl stop port-8099; rm /srv/waits /srv/seen`,
    );
    const [events] = await Promise.all([waiting, served]);
    expect(changesOf(events)).toEqual([]);
  });
});

/** Prints size, mode and owner of a file whenever they are other than before; a missing file has none. */
function watch(path: string): string {
  return `last=
while [ ! -e /srv/stop ]; do
  now=$(stat -c '%s %a %U' ${path} 2>&1)
  [ "$now" = "$last" ] || printf '%s\\n' "$now"
  last=$now
done
stat -c '%s %a %U' ${path} | grep -vxF "$last"; rm /srv/stop`;
}

/** Kilobytes of memory that a process had at most. */
const reportPeak = `process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n"));`;
