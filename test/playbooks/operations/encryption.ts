import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changesOf, play } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";
import { timed } from "../cluster-bench.ts";
import type { Extent } from "./life.ts";

const minutes = 60_000;
const namespaces = ["told-a", "told-b", "told-c"];
const each = 12;

const etcdctl =
  "/opt/k8s/bin/etcdctl --cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

/** By which keys etcd's values are written, with how many: `12 key1`. Of "fields" each value is a line. */
const writtenBy = String.raw`${etcdctl} get --prefix /registry/secrets/ -w fields |
  sed -n 's/^"Value" : "k8s:enc:aescbc:v1:\([^:]*\):.*/\1/p; t; s/^"Value" : .*/other/p' | sort | uniq -c | awk '{ print $2 }'`;

/** Reads all Secrets by the load balancer and by each API server, one line a read: where, and what went wrong if anything. */
const readerScript = String.raw`
kubectl="/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig --request-timeout=20s"
while [ -e /run/told-reader ]; do
  for server in $1; do
    if told=$($kubectl $([ "$server" = balancer ] || echo "--server=$server") get secrets -A -l told=yes -o 'jsonpath={range .items[*]}{.metadata.namespace}/{.metadata.name}={.data.word}{"\n"}{end}' 2>&1); then
      echo "$server $(echo "$told" | sort | sha256sum | cut -c 1-16)"
    else
      echo "$server failed $(echo "$told" | tail -n 1)"
    fi
  done
done`;

export function encryptionTests(bench: () => ClusterBench, extent: Extent): void {
  const keyFile = () => join(bench().pkiFolder, "encryption-key");
  const servers = () => bench().sandbox.hosts.map(({ address }) => `https://${address}:6443`);
  const rotate = (...words: readonly string[]) => bench().events("encryption-rotate.yml", ...words);
  const first = () => String(bench().names[0]);
  const keyOf = (line: string | undefined) => String(line?.split(":").at(-1));
  const linesOf = () => readFileSync(keyFile(), "utf8").trim().split("\n");
  const written = async () => (await bench().sandbox.read(first(), writtenBy)).trim().split("\n");

  async function startReading(): Promise<void> {
    const script = Buffer.from(readerScript).toString("base64");
    await bench().sandbox.read(
      first(),
      `touch /run/told-reader; echo ${script} | base64 -d >/run/told-reader.sh
systemd-run --quiet --unit=told-reader --setenv=HOME=/root --property=StandardOutput=file:/run/told-reads sh /run/told-reader.sh 'balancer ${servers().join(" ")}'`,
    );
  }

  /** Reads that failed, and the different answers of those that did not. */
  async function stopReading() {
    const text = await bench().sandbox.read(
      first(),
      "rm /run/told-reader; while systemctl is-active --quiet told-reader; do sleep 0.2; done; cat /run/told-reads; rm /run/told-reads /run/told-reader.sh",
    );
    const reads = text.trim().split("\n");
    const failed = reads.filter((line) => line.split(" ")[1] === "failed");
    const answers = new Set(reads.filter((line) => !failed.includes(line)).map((line) => line.split(" ")[1]));
    console.log(`${reads.length} reads, ${failed.length} failed: ${[...new Set(failed)].join(" | ")}`);
    return { reads, failed, answers };
  }

  /** Files that hold this text, on hosts and on the controller. */
  async function whereFound(secret: string): Promise<readonly string[]> {
    const script = `grep -rlsF --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev -e ${secret} /etc /opt /root /run /tmp /var/lib/kubernetes /var/lib/kubelet /var/tmp /home /var/log || :`;
    const onHosts = (await bench().everywhere(script)).map((text) => text.trim()).filter(Boolean);
    return [...onHosts, ...(readFileSync(keyFile(), "utf8").includes(secret) ? [keyFile()] : [])];
  }

  test("has some dozens of Secrets", { timeout: 30 * minutes }, async () => {
    const objects = namespaces.flatMap((namespace) => [
      { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
      ...Array.from({ length: each }, (_, index) => ({
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: `told-${index}`, namespace, labels: { told: "yes" } },
        stringData: { word: `open-sesame-${namespace}-${index}` },
      })),
    ]);
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: objects });
    await bench().kubectl(`apply -f - <<'END'\n${list}\nEND\n`);
    expect(await written()).toHaveLength(1);
  });

  test(
    "changes the key while all Secrets are read, and leaves the old one nowhere",
    { timeout: 60 * minutes },
    async () => {
      const [old] = linesOf();
      const [before] = await written();
      const foreseen = changesOf(await rotate("--check"));
      await startReading();
      const done = await timed("encryption-rotate.yml", () => rotate()).catch(async (error: unknown) => {
        // it would go on reading all through the tests that follow
        await stopReading();
        throw error;
      });
      const { reads, failed, answers } = await stopReading();
      expect(changesOf(done)).toEqual(foreseen);
      expect(reads.length).toBeGreaterThan(20);
      expect(answers.size).toBe(1);
      expect(failed.filter((line) => line.startsWith("balancer"))).toEqual([]);
      // an API server that restarts takes no connections; another fault would be a Secret that cannot be read
      expect(failed.filter((line) => !/refused|EOF|reset|http2|closed|timeout/i.test(line))).toEqual([]);
      expect(await written()).toEqual([`key${Number(String(before).replace("key", "")) + 1}`]);
      expect(linesOf()).toHaveLength(1);
      expect(await whereFound(keyOf(old))).toEqual([]);
      expect(await bench().kubectl("-n told-b get secret told-3 -o jsonpath={.data.word}")).toBe(
        btoa("open-sesame-told-b-3"),
      );
    },
  );

  test("leaves a cluster that site.yml has nothing to change of", { timeout: 30 * minutes }, async () => {
    expect(changesOf(await bench().events("site.yml"))).toEqual([]);
  });

  test.runIf(extent === "all")(
    "goes on where it was interrupted, and ends",
    { timeout: 60 * minutes },
    async () => {
      const [old] = linesOf();
      const name = (line: string | undefined) => String(line?.split(":")[0]);
      const next = `key${Number(name(old).replace("key", "")) + 1}`;
      // as a run leaves it that ends between the file and the masters
      writeFileSync(keyFile(), `${old}\n${next}:${Buffer.alloc(32, 7).toString("base64")}\n`);
      await rotate();
      expect(await written()).toEqual([next]);
      expect(linesOf().map(name)).toEqual([next]);
      expect(await whereFound(keyOf(old))).toEqual([]);
    },
  );

  test("changes nothing in a check run, and tells every step", { timeout: 30 * minutes }, async () => {
    const before = [await bench().installed(), readFileSync(keyFile(), "utf8")];
    const foreseen = changesOf(await rotate("--check")).join("\n");
    expect(foreseen).toMatch(/keys of the cluster: key\d+, key\d+ @/);
    expect([await bench().installed(), readFileSync(keyFile(), "utf8")]).toEqual(before);
  });

  const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
  const refusals: readonly { readonly what: string; readonly text: string; readonly finding: string }[] = [
    { what: "a file that is no key", text: "open-sesame\n", finding: "key-malformed" },
    { what: "an empty file", text: "\n", finding: "key-malformed" },
    { what: "another cluster's key", text: `key2:${key(1)}\n`, finding: "keys-other" },
    { what: "three keys", text: `key2:${key(1)}\nkey3:${key(2)}\nkey4:${key(3)}\n`, finding: "keys-unclear" },
    { what: "two keys of no known order", text: `a:${key(1)}\nb:${key(2)}\n`, finding: "keys-unclear" },
  ];
  test.each(refusals)("refuses $what", { timeout: 30 * minutes }, async ({ text, finding }) => {
    const mine = readFileSync(keyFile(), "utf8");
    const before = await bench().installed();
    try {
      writeFileSync(keyFile(), text);
      await refused(finding);
      expect(readFileSync(keyFile(), "utf8")).toBe(text);
    } finally {
      writeFileSync(keyFile(), mine);
    }
    expect(await bench().installed()).toEqual(before);
  });

  test("refuses to leave a master out", { timeout: 30 * minutes }, async () => {
    await refused("masters-missing", "-l", first());
  });

  test("refuses while an API server is down", { timeout: 30 * minutes }, async () => {
    const last = String(bench().names.at(-1));
    await bench().sandbox.read(last, "systemctl stop kube-apiserver");
    try {
      await refused("cluster-ill");
    } finally {
      await bench().sandbox.read(last, "systemctl start kube-apiserver");
    }
    await bench().isWell();
  });

  async function refused(finding: string, ...words: readonly string[]): Promise<void> {
    const run = await play(["encryption-rotate.yml", "-i", bench().inventory, ...words]);
    expect(run.status).not.toBe(0);
    expect(run.stdout + run.stderr).toContain(`[${finding}]`);
    expect(run.stdout + run.stderr).toContain("nothing was changed");
  }

  test("leaves no Secrets of the tests", { timeout: 30 * minutes }, async () => {
    await bench().kubectl(`delete namespace ${namespaces.join(" ")}`);
  });
}
