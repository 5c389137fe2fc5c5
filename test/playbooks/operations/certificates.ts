import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { changesOf, play } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";

const minutes = 60_000;
const folders = "/etc/kubernetes/cert /etc/etcd/cert /etc/flanneld/cert";

/** An entry of `certificates_report`. */
export interface Certificate {
  readonly host: string;
  readonly file: string;
  readonly part: string;
  readonly subject: string;
  readonly issuer: string;
  readonly state: string;
  readonly days_left: number;
  readonly until: string;
  readonly serial_number: string;
  readonly authority_key_identifier: string;
}

/** The table of certificates.yml as JSON. */
export async function certificatesOf(bench: ClusterBench): Promise<readonly Certificate[]> {
  const folder = mkdtempSync(join(tmpdir(), "play-certificates-"));
  const report = join(folder, "report.json");
  await bench.events("certificates.yml", "-e", `certificates_report=${report}`);
  const table = JSON.parse(readFileSync(report, "utf8")) as readonly Certificate[];
  rmSync(folder, { recursive: true });
  return table;
}

/** The table, and what is refused: nothing is restarted, and the cluster is left as it was. */
export function certificatesTests(bench: () => ClusterBench): void {
  test(
    "certificates.yml shows every certificate that find and openssl find",
    { timeout: 30 * minutes },
    async () => {
      const table = await certificatesOf(bench());
      for (const [index, host] of bench().names.entries()) {
        const files = table.filter((row) => row.host === host && row.part === "");
        const shown = files.map(({ file, serial_number }) => `${file} ${BigInt(serial_number)}`);
        expect(shown.toSorted(), host).toEqual((await filesWithSerials(bench()))[index]);
        const parts = table.filter((row) => row.host === host && row.part !== "");
        expect(parts.map(({ file, part }) => `${file} ${part}`).toSorted(), host).toEqual(
          ["kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet"]
            .flatMap((name) =>
              ["certificate-authority", "client-certificate"].map(
                (part) => `/etc/kubernetes/${name}.kubeconfig ${part}`,
              ),
            )
            .concat("/etc/kubernetes/kubelet-bootstrap.kubeconfig certificate-authority")
            .toSorted(),
        );
      }
      for (const row of table.filter(({ host }) => host === "controller")) {
        const found = new X509Certificate(readFileSync(join(bench().pkiFolder, row.file)));
        expect(BigInt(row.serial_number)).toBe(BigInt(`0x${found.serialNumber}`));
        expect(Date.parse(row.until)).toBe(Date.parse(found.validTo));
      }
      expect(
        table.filter(({ host, file }) => host === "controller" && /(^|\/)ca\.pem$/.test(file)),
      ).toHaveLength(3);
      expect(table.map(({ days_left }) => days_left)).toEqual(
        table.map(({ days_left }) => days_left).toSorted((left, right) => left - right),
      );
    },
  );

  test(
    "certificates.yml changes nothing, also where something has expired or cannot be read, which stands out",
    { timeout: 30 * minutes },
    async () => {
      await bench().sandbox.read(
        "h2",
        `set -e; cd /etc/kubernetes/cert; echo broken > told-broken.pem
      openssl req -new -newkey rsa:2048 -nodes -keyout /run/told.key -subj /CN=told-expired -out /run/told.csr 2>/dev/null
      openssl x509 -req -in /run/told.csr -signkey /run/told.key -days -1 -out told-expired.pem 2>/dev/null`,
      );
      const before = await bench().installed();
      const { status, stdout } = await bench().told("certificates.yml");
      expect(await bench().installed()).toEqual(before);
      await bench().sandbox.read("h2", "rm /etc/kubernetes/cert/told-*.pem /run/told.key /run/told.csr");
      expect(status, stdout).toBe(0);
      expect(stdout).toMatch(
        /^ *EXPIRED +-\d+ +\d{4}-\d\d-\d\d +told-expired +told-expired +h2 +\/etc\/kubernetes\/cert\/told-expired\.pem$/m,
      );
      expect(stdout).toMatch(/^ *UNREADABLE +h2 +\/etc\/kubernetes\/cert\/told-broken\.pem$/m);
      expect(stdout).toMatch(/ kubernetes-ca +h1 h2 h3 +\/etc\/kubernetes\/cert\/kubernetes\.pem$/m);
      expect(stdout).not.toMatch(/changed=[1-9]/);
    },
  );

  test.each([
    [
      "certificates.yml",
      ["certificates_renew=al"],
      /certificates_renew is "al" \[renew\]/,
      /set it to expiring or all/,
    ],
    [
      "certificates.yml",
      ["certificates_kubelets=some"],
      /certificates_kubelets is "some" \[kubelets\]/,
      /yes or no/,
    ],
    [
      "certificates.yml",
      ["certificates_report=/no/such/report"],
      /no folder \/no\/such .*\[report\]/,
      /make the folder/,
    ],
    [
      "certificates.yml",
      ["certificates_renew=all", "cluster_name=another"],
      /no authority on this controller/,
      /bring the cluster's pki_dir/,
    ],
    [
      "certificates.yml",
      ["certificates_renew=all", "k8s_version=1.20.99"],
      /h1 has kubelet 1\.20\.\d+ \(wanted: 1\.20\.99\).*\[programs\]/,
      /play upgrade\.yml before/,
    ],
    ["rotate-ca.yml", [], /issued again by new authorities.*\[confirm\]/, /rotate_ca_confirm=yes/],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", "rotate_ca=front"],
      /rotate_ca is "front"/,
      /cluster, etcd, front-proxy or all/,
    ],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", "rotate_ca=etcd", "pki_layout=single"],
      /pki_layout is single \[which\]/,
      /cluster or all/,
    ],
    ["rotate-ca.yml", ["rotate_ca_confirm=yes", "rotate_ca_until=4"], /rotate_ca_until is "4"/, /1, 2 or 3/],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", "cluster_name=another"],
      /authorities are not on this controller/,
      /bring the cluster's pki_dir/,
    ],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", '{"rotate_ca_restarts": ["kube-system deployment/none"]}'],
      /names what is not there: kube-system deployment\/none/,
      /leave it out/,
    ],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", "k8s_version=1.20.99"],
      /h1 has kubelet 1\.20\.\d+ \(wanted: 1\.20\.99\).*\[programs\]/,
      /play upgrade\.yml before/,
    ],
    [
      "rotate-ca.yml",
      ["rotate_ca_confirm=yes", '{"nodes_absent": ["h3"]}'],
      /would not trust the new authority: h3 \[strangers\]/,
      /put them into kube_node again/,
    ],
  ] as const)(
    "%s with %j is refused",
    { timeout: 30 * minutes },
    async (playbook, variables, cause, remedy) => {
      const before = await bench().installed();
      const { status, stdout, stderr } = await refusedPlay(bench(), playbook, variables);
      expect(status).toBe(2);
      expect(stdout + stderr).toMatch(cause);
      expect(stdout + stderr).toMatch(remedy);
      expect(await bench().installed()).toEqual(before);
    },
  );

  test("rotate-ca.yml is refused for some of the hosts", { timeout: 30 * minutes }, async () => {
    const words = ["-i", bench().inventory, "-e", "rotate_ca_confirm=yes", "-l", "h1"];
    const { status, stdout } = await play(["rotate-ca.yml", ...words]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/hosts that are left out would not trust the new authority: h2, h3/);
  });

  test(
    "rotate-ca.yml and a renewal are refused on a cluster that is not well",
    { timeout: 30 * minutes },
    async () => {
      await bench().sandbox.read("h3", "systemctl stop etcd");
      const rotation = await refusedPlay(bench(), "rotate-ca.yml", ["rotate_ca_confirm=yes"]);
      const renewal = await refusedPlay(bench(), "certificates.yml", ["certificates_renew=all"]);
      await bench().sandbox.read("h3", "systemctl start etcd");
      await bench().isWell();
      for (const { status, stdout } of [rotation, renewal]) {
        expect(status).toBe(2);
        expect(stdout).toMatch(/the member of etcd at https:\/\/[\d.]+:2379 is not healthy/);
      }
    },
  );

  test(
    "a check run tells that all certificates would be issued again, and writes nothing",
    { timeout: 30 * minutes },
    async () => {
      const before = await bench().installed();
      const events = await bench().events("certificates.yml", "--check", "-e", "certificates_renew=all");
      const changes = changesOf(events);
      for (const host of bench().names) {
        expect(changes).toContain(`etcd : restart @ ${host}`);
        expect(changes).toContain(`kubernetes_work : serving certificate of kubelet @ ${host}`);
      }
      expect(await bench().installed()).toEqual(before);
    },
  );
}

function refusedPlay(bench: ClusterBench, playbook: string, variables: readonly string[]) {
  const words = variables.flatMap((variable) => ["-e", variable]);
  return play([playbook, "-i", bench.inventory, ...words]);
}

/** `path serial` of each certificate in the folders of each host, by find and openssl. */
function filesWithSerials(bench: ClusterBench): Promise<readonly (readonly string[])[]> {
  const script = `find ${folders} -name '*.pem' ! -name '*-key.pem' ! -name 'kubelet-*-2*.pem' | while read -r file; do
    echo "$file $(openssl x509 -noout -serial -in "$file" | cut -d = -f 2)"; done`;
  return bench.everywhere(script).then((answers) =>
    answers.map((answer) =>
      answer
        .trim()
        .split("\n")
        .map((line) => line.split(" "))
        .map(([file, serial]) => `${file} ${BigInt(`0x${serial}`)}`)
        .toSorted(),
    ),
  );
}
