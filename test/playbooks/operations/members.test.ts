import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../../sandbox/boot.ts";
import { ensureEtcdPrograms } from "../../sandbox/etcd-programs.ts";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { waitFor } from "../../sandbox/wait.ts";
import { andThen } from "../../support/and-then.ts";
import { changesOf, play, playEvents } from "../../support/play.ts";
import { expectAllWritten, stopWriting, writerScript } from "../etcd-writer.ts";

const minutes = 60_000;

/** h1 itself: the member that stays. */
const here = "https://127.0.0.1:2379";

const tls = "--cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

/** Everything that a play could write, without the members' data, which changes all the time. */
const filesScript = String.raw`find /etc /opt /usr /root /home /var/lib -xdev ! -path '/var/lib/etcd*' ! -path '/var/lib/systemd/*' -printf '%p %y %s %m %U %G %T@\n' | sort | sha256sum`;

/** Clocks are not what is tried here, and a busy machine measures them badly. */
const patience = [
  "-e",
  '{"preflight_ignore":["clock"],"common_clock_tolerance":60,"etcd_health_retries":90}',
] as const;

describeOnHosts("add-etcd.yml and remove-etcd.yml on a cluster of etcd alone", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    await ensureEtcdPrograms();
    sandbox = await bootSandbox({ count: 3 });
    folder = mkdtempSync(join(tmpdir(), "play-members-"));
    setMembers("h1");
    await played("site.yml");
  }, 30 * minutes);

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** The inventory with these hosts in the group etcd, and no others. */
  const setMembers = (...names: readonly string[]): void => {
    const [head = "", ...sections] = sandbox.inventoryText().split(/^(?=\[)/m);
    const hosts = head.split("\n").filter((line) => names.some((name) => line.startsWith(`${name} `)));
    const rest = sections.filter((section) => !section.startsWith("[etcd]"));
    writeFileSync(
      join(folder, "hosts"),
      `${hosts.join("\n")}\n\n[etcd]\n${names.join("\n")}\n\n${rest.join("")}`,
    );
  };

  const words = (...more: readonly string[]) =>
    [...more, "-i", join(folder, "hosts"), "-e", `pki_dir=${folder}/pki`, ...patience] as const;

  const played = async (...more: readonly string[]) => changesOf(await playEvents(words(...more)));

  const told = async (...more: readonly string[]) => {
    const { status, stdout, stderr } = await play(words(...more));
    return { status, text: stdout + stderr };
  };

  const everywhere = (script: string) =>
    Promise.all(sandbox.hosts.map(({ name }) => sandbox.read(name, script)));

  const etcdctl = (words: string) =>
    sandbox.run("h1", `/opt/k8s/bin/etcdctl ${tls} --endpoints=${here} ${words} 2>&1`);

  /** Names of those that have a vote, and of others with a "?". */
  const members = async (): Promise<readonly string[]> => {
    const { stdout } = await etcdctl("member list");
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => line.split(", "));
    return lines
      .map(
        ([, state, name, , , learner]) => `${name}${state === "started" && learner === "false" ? "" : "?"}`,
      )
      .toSorted();
  };

  const stop = async () => sandbox.read("h1", stopWriting);

  const stored = async (words: string) => (await etcdctl(words)).stdout;

  const start = async (host: string): Promise<number> =>
    Number(await sandbox.read(host, "systemctl show --property=ActiveEnterTimestampMonotonic --value etcd"));

  test.each([
    ["a host that nobody knows", ["add-etcd.yml", "-e", "member=h4"], "[unknown-host]"],
    ["an even number", ["add-etcd.yml", "-e", "member=h2"], "[etcd-odd]"],
    ["one name of several misspelt", ["add-etcd.yml", "-e", "member=h2,g3"], "[unknown-host]"],
    ["no name", ["remove-etcd.yml"], "[no-name]"],
    ["the last member", ["remove-etcd.yml", "-e", "member=h1,h2,h3"], "[last-member]"],
    ["a host that is no member", ["remove-etcd.yml", "-e", "member=h2"], "[no-member]"],
  ])(
    "are refused with %s, and nothing is touched",
    { timeout: 20 * minutes },
    async (_, [playbook = "", ...more], finding) => {
      setMembers("h1", "h2", "h3");
      const before = await everywhere(filesScript);
      const { status, text } = await told(playbook, ...more);
      expect(status).toBe(2);
      expect(text).toContain(finding);
      expect(await everywhere(filesScript)).toEqual(before);
    },
  );

  test("refuses a host with data of something else", { timeout: 20 * minutes }, async () => {
    await sandbox.read("h2", "mkdir -p /var/lib/etcd/member");
    const { status, text } = await told("add-etcd.yml");
    expect(status).toBe(2);
    expect(text).toMatch(/\/var\/lib\/etcd holds data of something else on h2/);
    await sandbox.read("h2", "rm -r /var/lib/etcd");
  });

  test(
    "site.yml says what to play for a host that is no member, and changes nothing",
    { timeout: 20 * minutes },
    async () => {
      const { status, text } = await told("etcd.yml");
      expect(status).toBe(2);
      expect(text).toMatch(/no members of the cluster: h2, h3 \[etcd-new-member\]\n *do: play add-etcd.yml/);
    },
  );

  test(
    "makes three members of one, as a check run foresees, while every write goes well and h1 is not restarted",
    { timeout: 30 * minutes },
    async () => {
      const before = await start("h1");
      const foreseen = await played("add-etcd.yml", "--check");
      const writer = sandbox.read("h1", writerScript({ endpoints: here, stops: false }));
      const done = await andThen(played("add-etcd.yml"), stop);
      await expectAllWritten(await writer, stored);
      expect(done).toEqual(foreseen);
      expect(await members()).toEqual(["h1", "h2", "h3"]);
      expect(await start("h1")).toBe(before);
      expect(await played("add-etcd.yml")).toEqual([]);
      expect(await played("site.yml")).toEqual([]);
    },
  );

  test(
    "takes two of three away, as a check run foresees, and site.yml has nothing to do then",
    { timeout: 30 * minutes },
    async () => {
      const before = await start("h1");
      const foreseen = await played("remove-etcd.yml", "-e", "member=h2,h3", "--check");
      const writer = sandbox.read("h1", writerScript({ endpoints: here, stops: false }));
      const done = await andThen(played("remove-etcd.yml", "-e", "member=h2,h3"), stop);
      await expectAllWritten(await writer, stored);
      expect(done).toEqual(foreseen);
      expect(await members()).toEqual(["h1"]);
      expect(await start("h1")).toBe(before);
      for (const host of ["h2", "h3"]) {
        expect(await sandbox.read(host, "ls -d /var/lib/etcd /etc/etcd /opt/k8s 2>/dev/null || :")).toBe("");
      }
      setMembers("h1");
      expect(await played("site.yml")).toEqual([]);
    },
  );

  test(
    "goes on where the others were told of a member that was not started, and after a play that did not wait for them",
    { timeout: 30 * minutes },
    async () => {
      setMembers("h1", "h2", "h3");
      const address = sandbox.hosts[1]?.address;
      const { status } = await etcdctl(`member add h2 --learner --peer-urls=https://${address}:2380`);
      expect(status).toBe(0);
      // etcd refuses the third for some seconds after the second has come, so this one mostly ends half way
      await play([...words("add-etcd.yml"), "-e", "etcd_health_retries=1"]);
      expect(await played("add-etcd.yml")).not.toContain("etcd : the others are told of this member @ h2");
      expect(await members()).toEqual(["h1", "h2", "h3"]);
      expect(await played("site.yml")).toEqual([]);
    },
  );

  test("members that all lose their data form no empty cluster", { timeout: 30 * minutes }, async () => {
    await everywhere("systemctl stop etcd");
    await everywhere("rm -r /var/lib/etcd/member");
    await everywhere("systemctl start --no-block etcd");
    // each has tried again and again
    await Promise.all(
      sandbox.hosts.map(({ name }) =>
        waitFor(`etcd of ${name} to give up twice`, 600, async () =>
          Number(await sandbox.read(name, "systemctl show --property=NRestarts --value etcd")) >= 2
            ? true
            : undefined,
        ),
      ),
    );
    expect((await etcdctl("--command-timeout=3s endpoint health")).status).not.toBe(0);
    expect(await everywhere("find /var/lib/etcd -name '*.wal'")).toEqual(["", "", ""]);
    const { status, text } = await told("etcd.yml");
    expect(status).toBe(2);
    expect(text).toContain("members have lost their data (/var/lib/etcd): h1, h2, h3 [etcd-data-lost]");
  });
});
