import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PlayEvent } from "../../engine/model/event.ts";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";
import { describeRun } from "../run/describe-run.ts";
import { failuresOf, playRun } from "../run/play-run.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { silentAddress } from "./silent-address.ts";

/** Seconds that nothing is heard of the dead host; the others, whose handshakes share this machine, have more. */
const connectTimeout = 30;
const quick = Array.from({ length: 48 }, (_, index) => `quick${index + 1}`);

const site = `
- hosts: all
  gather_facts: false
  tasks:
    - { name: first, shell: "{{ nap | default('true') }}" }
    - { name: second, command: "true" }
`;

/** Gives h1 an address for each living host, so that each has a connection of its own. */
async function manyAddresses(sandbox: Sandbox, knownHosts: string) {
  const address = sandbox.hosts[0]?.address ?? "";
  const others = ["slow", ...quick].map((_, index) => address.replace(/\d+$/, String(index + 100)));
  const add = others.map((one) => `address add ${one}/24 dev "$link"\n`).join("");
  await sandbox.read(
    "h1",
    `link=$(ip -o -4 address show to ${address} | cut -d' ' -f2); ip -batch - <<END\n${add}END\n`,
  );
  const known = readFileSync(sandbox.knownHostsPath, "utf8");
  writeFileSync(knownHosts, others.map((one) => known.replaceAll(address, one)).join(""));
  return others;
}

/** Fifty hosts: 48 are quick, one takes its time, and one is an address that answers nothing. */
describe.skipIf(whyNoHosts() !== undefined)("of fifty hosts one is slow and one is dead", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "play-fifty-"));
  let sandbox: Sandbox;

  beforeAll(async () => {
    sandbox = await bootSandbox({ count: 1 });
    const [slow = "", ...addresses] = await manyAddresses(sandbox, path.join(folder, "known_hosts"));
    const nap = 'nap="until [ -e /run/enough.{{ forks }} ]; do sleep 0.2; done"';
    writeFileSync(
      path.join(folder, "hosts"),
      `dead ansible_host=${await silentAddress(sandbox)} ansible_timeout=${connectTimeout}
slow ansible_host=${slow} ${nap}
${quick.map((name, index) => `${name} ansible_host=${addresses[index]}\n`).join("")}
[all:vars]
ansible_user=root
ansible_timeout=120
ansible_ssh_private_key_file=${sandbox.keyPath}
ansible_ssh_known_hosts_file=${path.join(folder, "known_hosts")}
`,
    );
    writeFileSync(path.join(folder, "site.yml"), site);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await sandbox?.stop();
  });

  /** Plays, and lets the slow host go on when all quick ones have ended their first task; also what a log would say. */
  const playFifty = async (forks: number) => {
    const log: string[] = [];
    const sink = {
      write: (text: string) => void log.push(text),
      isTTY: false,
      columns: 120,
      colour: 0,
    } as const;
    const reporter = new TerminalReporter(sink, {
      verbosity: 0,
      diff: false,
      check: false,
      redact: (text) => text,
    });
    const started = performance.now();
    const ends: { readonly task: string; readonly host: string; readonly seconds: number }[] = [];
    const onEvent = (event: PlayEvent): void => {
      reporter.event(event);
      if (event.kind !== "task ended") return;
      const seconds = (performance.now() - started) / 1000;
      ends.push({ task: event.task.name, host: event.host, seconds });
      if (ends.length === quick.length) void sandbox.read("h1", `touch /run/enough.${forks}`);
    };
    const words = [path.join(folder, "site.yml"), "-i", path.join(folder, "hosts")];
    const run = await playRun([...words, "--forks", String(forks), "-e", `forks=${forks}`], { onEvent });
    return { run, ends, log: log.join("") };
  };

  test.each([50, 5])(
    "with --forks %i the others have done the task before, and a log tells who is waited for",
    async (forks) => {
      const { run, ends, log } = await playFifty(forks);
      expect(run.status, describeRun(run)).toBe(4);
      expect(failuresOf(run)).toEqual([expect.stringMatching(/^first on dead: /)]);
      const first = ends.slice(0, quick.length + 2).map(({ host }) => host);
      expect(first.slice(0, quick.length).toSorted()).toEqual(quick.toSorted());
      expect(first.slice(quick.length)).toEqual(["slow", "dead"]);
      expect(ends.slice(first.length).map(({ task }) => task)).toEqual(
        [...quick, "slow"].map(() => "second"),
      );
      expect(log).toMatch(/waiting for \[[^\]]*dead[^\]]*\], 10\.\d s so far/);
    },
  );
});
