import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { type FaultBench, openFaultBench } from "./bench.ts";

/** Five failures as a user sees them, and one at -vvv. UPDATE_GOLDEN=1 writes them anew. */
const failures: Readonly<Record<string, object>> = {
  "unit-that-fails": { name: "Start the service", systemd: { name: "broken", state: "started" } },
  "no-space": {
    name: "Install the settings",
    copy: { content: "x".repeat(99_999), dest: "/srv/full/app.conf" },
  },
  "command-not-found": { name: "Show the version", command: "etcdctl version" },
  "read-only": {
    name: "Set the limit",
    lineinfile: { path: "/srv/fixed/limits.conf", line: "* hard nofile 65536", create: true },
  },
  "time-is-over": { name: "Wait for the migration", shell: "echo migrating; sleep 60", timeout: 2 },
};

const made = `mkdir -p /srv/full /srv/fixed
mount -t tmpfs -o size=64k none /srv/full
mount -t tmpfs -o ro none /srv/fixed
printf '[Service]\\nType=oneshot\\nExecStart=/bin/false\\n' >/run/systemd/system/broken.service
systemctl daemon-reload`;

describeOnHosts("a user sees", () => {
  let bench: FaultBench;
  beforeAll(async () => {
    bench = await openFaultBench();
    await bench.read(made);
  });
  afterAll(() => bench?.close());

  const screenshots = [
    ...Object.entries(failures).map(([name, task]) => ({ name, task, words: [] })),
    { name: "command-not-found-vvv", task: failures["command-not-found"] ?? {}, words: ["-vvv"] },
  ];

  test.each(screenshots)("$name as in its golden file", async ({ name, task, words }) => {
    const { stdout, status } = await bench.show([task], words);
    expect(status).toBe(2);
    expectGolden(`${name}.txt`, masked(stdout, bench.folder));
  });
});

/** Without what differs from run to run: times, and where the test has its files. */
function masked(text: string, folder: string): string {
  return text
    .replaceAll(folder, "FOLDER")
    .replaceAll(/([A-Z][a-z]{2} )?\d+-\d+-\d+ [\d:.]+|[A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d/g, "DATE")
    .replaceAll(/--resume=\w+/g, "--resume=RUN")
    .replaceAll(/\d+(ms|s) ago/g, "TIME ago")
    .replaceAll(/(Process|PID): \d+/g, "$1: ID")
    .replaceAll(/\d+:\d\d:\d\d\.\d+/g, "DELTA")
    .replaceAll(/ +\d[\d.]* (ms|s)\b/g, " TIME")
    .replaceAll(/file:\/\/\S+|\(\S+\.js:\d+:\d+\)|node:\S+/g, "CODE")
    .replaceAll(/\.play-[0-9a-f]{32}/g, ".play-TOKEN")
    .replaceAll(/^ *at .*\n/gm, "");
}

function expectGolden(name: string, text: string): void {
  const folder = resolve("test/faults/golden");
  if (process.env["UPDATE_GOLDEN"] === "1") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  expect(text).toBe(readFileSync(join(folder, name), "utf8"));
}
