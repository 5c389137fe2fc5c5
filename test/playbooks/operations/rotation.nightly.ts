import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../../sandbox/hosts.ts";
import { waitFor } from "../../sandbox/wait.ts";
import { changesOf, changesThatMay, playProgram } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { bootCluster, timed } from "../cluster-bench.ts";
import { certificatesOf } from "./certificates.ts";
import { startClient } from "./told-client.ts";
import { overlapping, restartsBetween } from "../service-times.ts";

const minutes = 60_000;
const confirmed = ["-e", "rotate_ca_confirm=yes"];

// half an hour and more: `npm run test:cluster:all`, not part of `npm test`
describeOnHosts("certificates that are issued again, and authorities that are rotated", () => {
  let bench: ClusterBench;
  let kept: string;

  beforeAll(async () => {
    bench = await bootCluster();
    await timed("site.yml from nothing", () => bench.events("site.yml"));
    kept = mkdtempSync(join(tmpdir(), "play-former-pki-"));
    execFileSync("cp", ["-r", `${bench.pkiFolder}/.`, kept]);
  }, 60 * minutes);
  afterAll(async () => {
    await bench?.stop();
    rmSync(kept, { recursive: true, force: true });
  }, 3 * minutes);

  test(
    "certificates_renew=all issues every leaf again, host by host, while the cluster answers",
    { timeout: 60 * minutes },
    async () => {
      const before = await serialsOf(bench);
      const times = await bench.times();
      const client = await startClient(bench);
      const words = ["-e", "certificates_renew=all", "-e", "certificates_kubelets=yes"];
      await timed("renewal of all", () => bench.events("certificates.yml", ...words));
      expect(await client.failures()).toEqual([]);
      const after = await serialsOf(bench);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [place, serial] of after)
        if (place.includes(" leaf ")) expect(serial, place).not.toBe(before.get(place));
        else expect(serial, place).toBe(before.get(place));
      const restarted = restartsBetween(times, await bench.times()).filter(
        ({ service }) => service !== "flanneld",
      );
      expect(overlapping(restarted)).toEqual([]);
      expect(changesOf(await bench.events("site.yml"))).toEqual([]);
      await bench.events("verify.yml");
    },
  );

  test(
    "an expired certificate of a kubelet is replaced, although its node is one already",
    { timeout: 20 * minutes },
    async () => {
      const pair = "/etc/kubernetes/cert/kubelet-client-current.pem";
      await bench.sandbox.read(
        "h2",
        `systemctl stop kubelet; cd /etc/kubernetes/cert && cp $(readlink -f ${pair}) /run/pair.pem &&
      openssl req -new -key /run/pair.pem -subj /O=system:nodes/CN=system:node:h2 |
      openssl x509 -req -CA signing-ca.pem -CAkey ca-key.pem -set_serial 1 -days -1 -out /run/expired.pem &&
      { cat /run/expired.pem; openssl pkey -in /run/pair.pem; } > $(readlink -f ${pair})`,
      );
      await bench.kubectl("-n kube-system delete secret --field-selector type=bootstrap.kubernetes.io/token");
      const events = await bench.events("certificates.yml", "-e", "certificates_renew=expiring");
      expect(changesOf(events)).toContain(
        "kubernetes_work : bootstrap token for kubelets that have no certificate, or are to have another @ h1",
      );
      await waitFor("a new certificate", 300, async () =>
        (await bench.sandbox.run("h2", `openssl x509 -noout -checkend 3600 -in ${pair}`)).status === 0
          ? true
          : undefined,
      );
      expect(changesOf(await bench.events("site.yml"))).toEqual([]);
    },
  );

  let client: Awaited<ReturnType<typeof startClient>>;

  // each is killed within a task, then a check run is held against the run that goes on
  test.each([
    { phase: 1, at: "etcd : restart" },
    { phase: 2, at: "kubernetes_master : restart kube-apiserver" },
    { phase: 3, at: "kubernetes_work : restart kubelet" },
  ])(
    "phase $phase of rotate-ca.yml goes on where it was killed, as foreseen",
    { timeout: 60 * minutes },
    async ({ phase, at }) => {
      if (phase === 1) client = await startClient(bench);
      const until = [...confirmed, "-e", `rotate_ca_until=${phase}`];
      await killAt(at, ["rotate-ca.yml", "-i", bench.inventory, ...until]);
      const foreseen = await bench.events("rotate-ca.yml", "--check", ...until);
      const done = await timed(`phase ${phase}`, () => bench.events("rotate-ca.yml", ...until));
      const [certain, possible] = [changesOf(foreseen), changesThatMay(foreseen)];
      const changes = changesOf(done);
      expect(certain.filter((change) => !changes.includes(change))).toEqual([]);
      expect(changes.filter((change) => !certain.includes(change) && !possible.includes(change))).toEqual([]);
      expect(changesOf(await bench.events("site.yml"))).toEqual([]);
      await bench.events("verify.yml");
    },
  );

  test("no request was refused meanwhile", async () => {
    expect(await client.failures()).toEqual([]);
  });

  test("nothing trusts a former authority or is issued by one", { timeout: 20 * minutes }, async () => {
    const former = readdirSync(join(bench.pkiFolder, "former")).filter((name) => !name.endsWith("-key.pem"));
    expect(former).toHaveLength(3);
    expect(existsSync(join(bench.pkiFolder, "rotation.yml"))).toBe(false);
    const table = await certificatesOf(bench);
    const old = new Set((await oldAuthorities(kept)).map(({ serial }) => serial));
    const identifiers = new Set((await oldAuthorities(kept)).map(({ identifier }) => identifier));
    expect(table.filter(({ serial_number }) => old.has(BigInt(serial_number)))).toEqual([]);
    expect(table.filter(({ authority_key_identifier }) => identifiers.has(authority_key_identifier))).toEqual(
      [],
    );
    const answers =
      await bench.everywhere(`cd /etc/kubernetes/cert && for file in *.pem; do case $file in *-key.pem | etcd-ca.pem | front-proxy-ca.pem | proxy-client.pem | apiserver-etcd-client.pem) continue ;; esac
      openssl verify -CAfile ca.pem $file || exit 1; done`);
    expect(answers.join("")).not.toMatch(/error/);
    const trusted = readFileSync(join(bench.pkiFolder, "ca.pem"), "utf8");
    expect(
      await bench.kubectl(
        "-n kube-system get configmap extension-apiserver-authentication -o jsonpath={.data.client-ca-file}",
      ),
    ).toBe(trusted);
    expect(
      await bench.kubectl(`-n default get configmap kube-root-ca.crt -o 'jsonpath={.data.ca\\.crt}'`),
    ).toBe(trusted);
  });

  test("the former administrator is refused", async () => {
    const [admin, key] = ["admin.pem", "admin-key.pem"].map((name) => readFileSync(join(kept, name), "utf8"));
    const { stdout } = await bench.sandbox.run(
      "h1",
      `cd /run && cat > old.pem <<'END'\n${admin}END\ncat > old-key.pem <<'END'\n${key}END\nchmod 600 old-key.pem
      curl --silent --cacert /etc/kubernetes/cert/ca.pem --cert old.pem --key old-key.pem -o /dev/null -w '%{http_code}' https://127.0.0.1:6443/api/v1/nodes; rm old*.pem`,
    );
    expect(stdout.trim()).toBe("401");
  });
});

/** Plays until a task of this name begins, and ends it then without a warning. */
async function killAt(task: string, words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [playProgram, ...words, "--output", "json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
    if (told.includes(`"name":"${task}"`)) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "close")) as readonly unknown[];
  expect(signal, told.slice(-2000)).toBe("SIGKILL");
}

/** Serial numbers by host, kind and file. */
async function serialsOf(bench: ClusterBench): Promise<ReadonlyMap<string, string>> {
  const table = await certificatesOf(bench);
  const rows = table.map(({ host, file, part, subject, issuer, serial_number }) => {
    const kind = subject === issuer ? "authority" : "leaf";
    return [`${host} ${kind} ${file} ${part}`, serial_number] as const;
  });
  return new Map(rows.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

async function oldAuthorities(kept: string) {
  const { X509Certificate } = await import("node:crypto");
  return ["ca.pem", "etcd/ca.pem", "front-proxy/ca.pem"].map((name) => {
    const file = join(kept, name);
    const text = execFileSync("openssl", ["x509", "-noout", "-ext", "subjectKeyIdentifier", "-in", file], {
      encoding: "utf8",
    });
    const serial = BigInt(`0x${new X509Certificate(readFileSync(file)).serialNumber}`);
    return { serial, identifier: String(text.trim().split("\n").at(-1)).trim().toLowerCase() };
  });
}
