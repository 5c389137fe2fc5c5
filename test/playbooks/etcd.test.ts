import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bootSandbox } from "../sandbox/boot.ts";
import { ensureEtcdPrograms } from "../sandbox/etcd-programs.ts";
import { describeOnHosts } from "../sandbox/hosts.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { andThen } from "../support/and-then.ts";
import { changesOf, play, playEvents } from "../support/play.ts";
import { expectAllWritten, stopWriting, writerScript } from "./etcd-writer.ts";
import { overlapping, restartsBetween, serviceTimes } from "./service-times.ts";

/** Everything that a play could write, with owners, modes and times. */
const treeScript = String.raw`find /etc /opt /usr /root /home /var/lib -xdev ! -path '/var/lib/systemd/*' -printf '%p %y %s %m %U %G %T@\n' | sort | sha256sum`;

/** The same without the members' data, which changes all the time. */
const filesScript = treeScript.replace("! -path", "! -path '/var/lib/etcd*' ! -path");

const tls = "--cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

describeOnHosts("site.yml with etcd hosts only", () => {
  let sandbox: Sandbox;
  let folder: string;

  beforeAll(async () => {
    await ensureEtcdPrograms();
    sandbox = await bootSandbox({ count: 3 });
    folder = mkdtempSync(join(tmpdir(), "play-etcd-"));
    writeFileSync(join(folder, "hosts"), sandbox.inventoryText());
  });

  afterAll(async () => {
    await sandbox?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  const site = (...words: readonly string[]) =>
    playEvents(["site.yml", "-i", join(folder, "hosts"), "-e", `pki_dir=${folder}/pki`, ...words]);

  const everywhere = (script: string) =>
    Promise.all(sandbox.hosts.map(({ name }) => sandbox.read(name, script)));

  const endpoints = () => sandbox.hosts.map(({ address }) => `https://${address}:2379`).join(",");

  const etcdctl = (words: string) =>
    sandbox.read("h1", `/opt/k8s/bin/etcdctl ${tls} --endpoints=${endpoints()} ${words} 2>&1`);

  /** When each member was started, in microseconds of the clock that all hosts share. */
  const starts = async () =>
    (await everywhere("systemctl show --property=ActiveEnterTimestampMonotonic --value etcd")).map(Number);

  test("foresees in a check run what the run then changes, and writes nothing", async () => {
    const before = await everywhere(treeScript);
    const foreseen = changesOf(await site("--check", "--diff"));
    expect(await everywhere(treeScript)).toEqual(before);
    const done = changesOf(await site());
    expect(foreseen).toEqual(done);
    expect(done.length).toBeGreaterThan(20);
  });

  test("leaves three healthy members that talk TLS and want a certificate", async () => {
    expect((await etcdctl("endpoint health")).match(/ is healthy/g)).toHaveLength(3);
    expect((await etcdctl("member list")).match(/, started, /g)).toHaveLength(3);
    const [first] = sandbox.hosts;
    const without = `/opt/k8s/bin/etcdctl --cacert=/etc/etcd/cert/ca.pem --endpoints=https://${first?.address}:2379 endpoint health`;
    expect((await sandbox.run("h1", without)).status).toBe(1);
    expect(
      (await sandbox.run("h1", `curl --silent --max-time 5 http://${first?.address}:2379/version`)).status,
    ).not.toBe(0);
    expect(await everywhere("stat -c '%a %U' /etc/etcd/cert/etcd-key.pem /var/lib/etcd")).toEqual(
      sandbox.hosts.map(() => "600 root\n700 root\n"),
    );
  });

  test("changes nothing when played again, as a whole or a role", async () => {
    const before = await everywhere(filesScript);
    const started = await starts();
    expect(changesOf(await site("--check"))).toEqual([]);
    expect(changesOf(await site())).toEqual([]);
    expect(changesOf(await site("--role", "etcd"))).toEqual([]);
    expect(await starts()).toEqual(started);
    expect(await everywhere(filesScript)).toEqual(before);
  });

  test("starts a member that was stopped, and touches nothing else", async () => {
    const before = await starts();
    await sandbox.read("h2", "systemctl stop etcd");
    const foreseen = changesOf(await site("--check"));
    const done = changesOf(await site());
    expect(done).toEqual(["etcd : start @ h2"]);
    expect(foreseen).toEqual(done);
    const after = await starts();
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBeGreaterThan(Number(before[1]));
    expect(after[2]).toBe(before[2]);
    expect((await etcdctl("endpoint health")).match(/ is healthy/g)).toHaveLength(3);
  });

  test("rolls a changed flag out, never two members at once, while the cluster takes every write and loses none", async () => {
    const flag = ["-e", "etcd_heartbeat_interval=120"];
    const foreseen = changesOf(await site("--check", ...flag));
    const before = await serviceTimes(sandbox);
    const writer = sandbox.read("h1", writerScript({ endpoints: endpoints(), stops: true }));
    const events = await andThen(site(...flag), () => sandbox.read("h1", stopWriting));
    await expectAllWritten(await writer, etcdctl);
    const restarted = restartsBetween(before, await serviceTimes(sandbox));
    expect(restarted.map(({ service, host }) => `${service} ${host}`)).toEqual([
      "etcd h1",
      "etcd h2",
      "etcd h3",
    ]);
    expect(overlapping(restarted)).toEqual([]);
    expect(foreseen).toEqual(changesOf(events));
    expect(restartsAndChecks(events)).toEqual(
      ["h1", "h2", "h3"].flatMap((host) => [`restart ${host}`, `the member is healthy again ${host}`]),
    );
    expect(changesOf(await site(...flag))).toEqual([]);
  });

  test("restarts a member whose files changed but whose restart was lost", async () => {
    await sandbox.read("h3", "rm /etc/etcd/started-with.sha256");
    const flag = ["-e", "etcd_heartbeat_interval=120"];
    const changed = changesOf(await site(...flag));
    expect(changed).toEqual([
      "etcd : remember the files that the member runs with @ h3",
      "etcd : restart @ h3",
    ]);
  });

  test("is told by preflight of keys that etcd 3.6 does not start with", async () => {
    await site("-e", "etcd_enable_v2=true");
    const upgrade = ["-i", join(folder, "hosts"), "-e", `pki_dir=${folder}/pki`, "-e", "etcd_version=3.6.8"];
    const told = async () => (await play(["preflight.yml", ...upgrade])).stdout;
    expect(await told()).not.toContain("[etcd-v2-data]");
    const v2 = tls
      .replace("--cacert", "--ca-file")
      .replace("--cert=", "--cert-file=")
      .replace("--key=", "--key-file=");
    await sandbox.read(
      "h1",
      `ETCDCTL_API=2 /opt/k8s/bin/etcdctl ${v2} --endpoints=${endpoints()} mk /kubernetes/network/config {}`,
    );
    expect(await told()).toMatch(
      /h2: etcd holds keys of the v2 interface, with which etcd 3\.6\.8 does not start: \/kubernetes \[etcd-v2-data\]/,
    );
  });
});

/** The rolling restart's steps in the order in which they ended. */
function restartsAndChecks(events: Awaited<ReturnType<typeof playEvents>>): readonly string[] {
  return events.flatMap((event) => {
    const { name } = (event["task"] ?? {}) as { readonly name?: string };
    const step = name?.replace("etcd : ", "") ?? "";
    const wanted = ["restart", "the member is healthy again"].includes(step);
    return event["kind"] === "task ended" && wanted ? [`${step} ${String(event["host"])}`] : [];
  });
}
