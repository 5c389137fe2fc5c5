import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCommand } from "../../sandbox/command.ts";
import { imageNames } from "../../sandbox/images/images.ts";
import { waitFor } from "../../sandbox/wait.ts";
import { changesOf, play, playEvents, playProgram } from "../../support/play.ts";
import type { PlayRun } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { timed } from "../cluster-bench.ts";
import type { Extent } from "./life.ts";
import { restartsByPlays } from "../service-times.ts";

const minutes = 60_000;

/** What a play could have written on a host, with times; not what runs writes by itself, kubectl among it. */
const settingsScript = String.raw`{ find /etc /opt /usr /root -xdev -path '/root/.kube/cache*' -prune -o -printf '%p %y %s %m %T@\n' | sort; ls -A /var/lib; } | sha256sum`;

/** Backups and restores of a cluster that runs; it is left as it was. */
export function backupTests(bench: () => ClusterBench, extent: Extent): void {
  let folder: string;

  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "play-backups-"))));
  afterAll(() => rmSync(folder, { recursive: true }));

  const words = (playbook: string, settings: readonly string[]) => [
    playbook,
    "-i",
    bench().inventory,
    ...[`backup_dir=${folder}`, ...settings].flatMap((setting) => ["-e", setting]),
  ];
  const backup = (...settings: readonly string[]) => playEvents(words("backup.yml", settings));
  const told = (playbook: string, ...settings: readonly string[]) => play(words(playbook, settings));
  const backups = () => readdirSync(folder).toSorted();
  const newest = () => join(folder, String(backups().findLast((name) => name.endsWith("Z"))));
  const confirmed = (from: string) => [`restore_from=${from}`, "restore_confirm=yes"];

  /** Neither hosts nor the controller's files are touched by a run that says no. */
  async function expectRefusal(run: () => Promise<PlayRun>, reason: RegExp): Promise<void> {
    const [before, times] = [await filesOfAll(), await bench().times()];
    const { status, stdout, stderr } = await run();
    expect(stdout + stderr).toMatch(reason);
    expect(status).not.toBe(0);
    expect(await filesOfAll()).toEqual(before);
    expect(restartsByPlays(times, await bench().times())).toEqual([]);
  }

  async function filesOfAll(): Promise<unknown> {
    return [
      await bench().everywhere(settingsScript),
      await readCommand(["sh", "-c", `find "$0" -printf '%p %s %m %T@\n' | sort`, folder]),
      await readCommand(["sh", "-c", `find "$0" -type f -exec sha256sum {} + | sort`, bench().pkiFolder]),
    ];
  }

  test(
    "makes a backup, by exactly the changes that the check run foresaw",
    { timeout: 30 * minutes },
    async () => {
      const before = await bench().everywhere(settingsScript);
      const foreseen = changesOf(await playEvents([...words("backup.yml", []), "--check"]));
      expect(backups()).toEqual([]);
      const events = await timed("backup.yml", () => backup());
      expect(changesOf(events)).toEqual(foreseen);
      expect(await bench().everywhere(settingsScript)).toEqual(before);
      expect(JSON.stringify(events)).not.toContain(secretOf(bench().pkiFolder, "encryption-key"));
      expect(JSON.stringify(events)).not.toContain("PRIVATE KEY");
    },
  );

  test("keeps all that a restore needs, for nobody else to read", async () => {
    expect(backups()).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/)]);
    await readCommand(["sh", "-c", `cd "$0" && sha256sum --check --strict --quiet SHA256SUMS`, newest()]);
    const described = JSON.parse(readFileSync(join(newest(), "description.json"), "utf8"));
    expect(described).toMatchObject({
      cluster_name: "sandbox",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      versions: { etcd: expect.stringMatching(/^3\.4\./), kubernetes: expect.stringMatching(/^1\.20\./) },
      size: statSync(join(newest(), "etcd-snapshot.db")).size,
    });
    expect(described.total_keys).toBeGreaterThan(0);
    expect(described.members.map(({ name }: { readonly name: string }) => name).toSorted()).toEqual([
      "h1",
      "h2",
      "h3",
    ]);
    expect(JSON.parse(readFileSync(join(newest(), "flannel-network.json"), "utf8"))).toMatchObject({
      Network: "172.30.0.0/16",
    });
    const copied = await readCommand(["diff", "-r", bench().pkiFolder, join(newest(), "pki")]);
    expect(copied).toBe("");
    const open = await readCommand([
      "find",
      newest(),
      "(",
      "-type",
      "d",
      "!",
      "-perm",
      "0700",
      "-o",
      "-type",
      "f",
      "!",
      "-perm",
      "0600",
      ")",
    ]);
    expect(open).toBe("");
  });

  test(
    "keeps as many backups as it is told, and removes the oldest after the new one",
    { timeout: 30 * minutes },
    async () => {
      await backup("backup_keep=2");
      const [first, second] = backups();
      const foreseen = changesOf(await playEvents([...words("backup.yml", ["backup_keep=2"]), "--check"]));
      expect(changesOf(await backup("backup_keep=2"))).toEqual(foreseen);
      expect(foreseen).toContain("backup : remove the oldest backups @ h1");
      expect(backups()).toHaveLength(2);
      expect(backups()[0]).toBe(second);
      expect(backups()).not.toContain(first);
    },
  );

  test(
    "leaves nothing that counts as a backup where it is interrupted, and sweeps it next time",
    { timeout: 30 * minutes },
    async () => {
      const before = backups();
      const programs = mkdtempSync(join(tmpdir(), "play-interrupted-"));
      const reached = join(programs, "reached");
      // the last step before a backup gets its name; play itself calls sync, too
      const sync = `case "$*" in "-f .") : > ${reached}; sleep 5; exit 1 ;; "") exit 1 ;; esac`;
      writeFileSync(join(programs, "sync"), `#!/bin/sh\n${sync}\n`);
      chmodSync(join(programs, "sync"), 0o755);
      const child = spawn(process.execPath, [playProgram, ...words("backup.yml", [])], {
        env: { ...process.env, PATH: `${programs}:${process.env["PATH"]}`, XDG_STATE_HOME: programs },
        stdio: "ignore",
      });
      await waitFor("the backup's last step", 300, () => existsSync(reached) || undefined);
      child.kill("SIGKILL");
      await once(child, "close");
      const left = backups().filter((name) => !before.includes(name));
      expect(left).toEqual([expect.stringMatching(/\.partial$/)]);
      await expectRefusal(
        () => told("restore.yml", ...confirmed(String(left[0]))),
        /no complete backup.*\[incomplete\]/,
      );
      await backup();
      expect(backups()).toHaveLength(before.length + 1);
      expect(backups().filter((name) => name.endsWith(".partial"))).toEqual([]);
      rmSync(programs, { recursive: true });
    },
  );

  test("refuses to make a backup that would be none", { timeout: 30 * minutes }, async () => {
    await expectRefusal(() => told("backup.yml", "backup_keep=0"), /\[keep\]/);
    await expectRefusal(() => told("backup.yml", "backup_dir=backups"), /\[folder\]/);
    await expectRefusal(
      () => told("backup.yml", `backup_dir=${bench().pkiFolder}/backups`),
      /\[folder-in-pki\]/,
    );
    await expectRefusal(() => told("backup.yml", "cluster_name=other"), /\[pki\]/);
  });

  test("refuses a restore that is not meant, or not possible", { timeout: 30 * minutes }, async () => {
    await expectRefusal(() => told("restore.yml"), /restore_from is not set.*\[from\]/);
    await expectRefusal(
      () => told("restore.yml", ...confirmed("/nowhere")),
      /there is no backup \/nowhere \[nowhere\]/,
    );
    await expectRefusal(
      () => told("restore.yml", "restore_from=latest"),
      /all that was written after .* is lost.*\[unconfirmed\]/s,
    );
    const versions = confirmed("latest").concat("k8s_version=1.19.2");
    await expectRefusal(
      () => told("restore.yml", ...versions),
      /Kubernetes was 1\.20\.\d+ and is to be 1\.19\.2.*\[versions\]/,
    );
    await expectRefusal(
      () => told("restore.yml", ...confirmed("latest"), "k8s_version=1.20.99"),
      /newer programs than they have: kube-apiserver 1\.20\.\d+ \(wanted: 1\.20\.99\).*\[programs\]/,
    );
    await expectRefusal(
      () => told("restore.yml", ...confirmed("latest"), "flannel_subnet_len=23"),
      /\[network\]/,
    );
  });

  test("refuses a backup that is damaged, or another cluster's", { timeout: 30 * minutes }, async () => {
    const damaged = join(folder, "damaged");
    cpSync(newest(), damaged, { recursive: true });
    const snapshot = readFileSync(join(damaged, "etcd-snapshot.db"));
    snapshot[4711] = (snapshot[4711] ?? 0) ^ 1;
    writeFileSync(join(damaged, "etcd-snapshot.db"), snapshot);
    await expectRefusal(() => told("restore.yml", ...confirmed("damaged")), /etcd-snapshot\.db.*\[damaged\]/);
    rmSync(damaged, { recursive: true });

    const other = join(folder, "other");
    cpSync(newest(), other, { recursive: true });
    const description = join(other, "description.json");
    writeFileSync(description, readFileSync(description, "utf8").replace('"sandbox"', '"other"'));
    await readCommand([
      "sh",
      "-c",
      `cd "$0" && find . -type f ! -name SHA256SUMS | sed 's|^./||' | xargs sha256sum > SHA256SUMS`,
      other,
    ]);
    await expectRefusal(
      () => told("restore.yml", ...confirmed(other)),
      /backup of the cluster other.*\[other-cluster\]/,
    );
    rmSync(other, { recursive: true });
  });

  test("is back after all members have lost their data", { timeout: 60 * minutes }, async () => {
    await bench().kubectl(`apply -f - <<'END'\n${deployment}\nEND\n`);
    await bench().kubectl("create secret generic kept --from-literal=word=open-sesame");
    await bench().kubectl("rollout status deployment/kept --timeout=600s");
    await backup();
    await bench().kubectl("create configmap later --from-literal=word=one");
    // as after a rotation: the backup's secrets are not encrypted with it
    const keyFile = join(bench().pkiFolder, "encryption-key");
    const key = readFileSync(keyFile, "utf8");
    writeFileSync(keyFile, `${randomBytes(32).toString("base64")}\n`);
    const foreseen = changesOf(await playEvents([...words("restore.yml", confirmed("latest")), "--check"]));

    // systemd starts etcd again and again; members that have lost their data make no cluster
    const starts = "systemctl show --property=NRestarts --value etcd";
    const before = (await bench().everywhere(starts)).map(Number);
    await bench().everywhere("rm -rf /var/lib/etcd/* && systemctl kill --signal=SIGKILL etcd");
    await waitFor("all members to have been started twice", 600, async () => {
      const now = (await bench().everywhere(starts)).map(Number);
      return now.every((count, index) => count >= Number(before[index]) + 2) || undefined;
    });
    expect(await bench().kubectl("get secret kept --request-timeout=5s >/dev/null 2>&1 || echo away")).toBe(
      "away\n",
    );
    const lost = changesOf(await playEvents([...words("restore.yml", confirmed("latest")), "--check"]));
    const done = await timed("restore.yml", () => playEvents(words("restore.yml", confirmed("latest"))));
    expect(changesOf(done)).toEqual(lost);
    expect(changesOf(done)).toEqual(foreseen);
    expect(JSON.stringify(done)).not.toContain(key.trim());
    expect(readFileSync(keyFile, "utf8")).toBe(key);
    const [former] = readdirSync(bench().pkiFolder).filter((name) => name.startsWith("encryption-key."));
    expect(former).toMatch(/^encryption-key\.before-restore-/);
    rmSync(join(bench().pkiFolder, String(former)));

    expect(await bench().kubectl("get configmap later --ignore-not-found")).toBe("");
    expect(await bench().kubectl("get secret kept -o jsonpath={.data.word}")).toBe(btoa("open-sesame"));
    await bench().kubectl("rollout status deployment/kept --timeout=600s");
    expect(
      await bench().everywhere(
        "ls -d /var/lib/etcd.before-restore-* | wc -l; ls -d /var/lib/play-* 2>/dev/null || true",
      ),
    ).toEqual(bench().names.map(() => "1\n"));
    expect(changesOf(await timed("verify.yml", () => bench().events("verify.yml")))).toEqual([]);
    expect(changesOf(await timed("site.yml after a restore", () => bench().events("site.yml")))).toEqual([]);
  });

  test("has pods that reach each other across nodes afterwards", { timeout: 30 * minutes }, async () => {
    // one that the cluster took for lost while its API was away may still be on its way out
    const [one, two] = await waitFor("two pods on two nodes", 300, async () => {
      const told = await bench().answer(
        String.raw`get pods -l app=kept --field-selector=status.phase=Running -o jsonpath='{range .items[*]}{.metadata.name} {.status.podIP} {.spec.nodeName} {.metadata.deletionTimestamp}{"\n"}{end}'`,
      );
      const pods = (told ?? "").split("\n").filter((line) => / \d\S+ \S+ $/.test(line));
      const found = pods.map((line) => line.split(" "));
      return new Set(found.map(([, , node]) => node)).size === 2 && found.length === 2 ? found : undefined;
    });
    await waitFor("an answer from the other node's pod", 120, async () => {
      const answer = await bench().kubectl(
        `exec ${one?.[0]} -- wget -q -O - http://${two?.[1]}:8080/ || true`,
      );
      return answer.includes("kept") || undefined;
    });
    await bench().kubectl("delete deployment/kept secret/kept");
  });

  test.runIf(extent === "all")(
    "goes on with a restore that was interrupted",
    { timeout: 60 * minutes },
    async () => {
      await bench().kubectl("create configmap kept --from-literal=word=one");
      await backup();
      await bench().kubectl("create configmap later --from-literal=word=one");
      const state = mkdtempSync(join(tmpdir(), "play-interrupted-"));
      const child = spawn(process.execPath, [playProgram, ...words("restore.yml", confirmed("latest"))], {
        env: { ...process.env, XDG_STATE_HOME: state },
        stdio: "ignore",
      });
      const laidDown = "cat /var/lib/play-restore/restored 2>/dev/null || true";
      await waitFor("the first member's data", 900, async () => {
        const found = await bench().everywhere(laidDown);
        return found.some((text) => text !== "") || undefined;
      });
      child.kill("SIGKILL");
      await once(child, "close");
      await timed("restore.yml, again", () => playEvents(words("restore.yml", confirmed("latest"))));
      expect(await bench().kubectl("get configmap kept -o jsonpath={.data.word}")).toBe("one");
      expect(await bench().kubectl("get configmap later --ignore-not-found")).toBe("");
      expect(await bench().everywhere("ls -d /var/lib/play-* 2>/dev/null || true")).toEqual(["", "", ""]);
      expect(changesOf(await bench().events("site.yml"))).toEqual([]);
      await bench().kubectl("delete configmap kept");
      await bench().everywhere("rm -rf /var/lib/etcd.before-restore-*");
      rmSync(state, { recursive: true });
    },
  );
}

function secretOf(pkiFolder: string, name: string): string {
  return readFileSync(join(pkiFolder, name), "utf8").trim();
}

/** Two pods on two nodes. */
const deployment = JSON.stringify({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "kept" },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: "kept" } },
    template: {
      metadata: { labels: { app: "kept" } },
      spec: {
        terminationGracePeriodSeconds: 0,
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: { app: "kept" } } },
            ],
          },
        },
        containers: [
          {
            name: "web",
            image: imageNames.test,
            imagePullPolicy: "IfNotPresent",
            command: [
              "sh",
              "-c",
              "mkdir /tmp/www; echo kept > /tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www",
            ],
          },
        ],
      },
    },
  },
});
