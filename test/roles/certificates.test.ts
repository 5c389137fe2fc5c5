import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { issueAuthority } from "../../engine/module/shared/certificate/issue.ts";
import type { PlayRun } from "../run/play-run.ts";
import { failuresOf, playRun } from "../run/play-run.ts";
import type { Certificate } from "../playbooks/operations/certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "play-certificates-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The playbook on a host that is this machine, and maybe others. */
async function play(variables: Readonly<Record<string, unknown>> = {}, others = ""): Promise<PlayRun> {
  const inventory = join(folder, "hosts");
  writeFileSync(
    inventory,
    `[etcd]\nn1 ansible_connection=local ansible_become=false\n${others}[kube_master]\n[kube_node]\n[lb]\n`,
  );
  const names = ["cert_dir", "etcd_cert_dir", "flannel_cert_dir", "conf_dir", "pki_dir"];
  const places = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
  const given = { ...places, certificates_report: join(folder, "report.json"), ...variables };
  return playRun(["playbooks/certificates.yml", "-i", inventory, "-e", JSON.stringify(given)]);
}

/** What is told of each file: `name: state days`. */
function told(): readonly string[] {
  const rows = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as readonly Certificate[];
  return rows.map(({ file, state, days_left }) => `${file.replace(/.*\//, "")}: ${state} ${days_left}`);
}

const lasting = async (days: number): Promise<string> =>
  (await issueAuthority({ commonName: "told", days, keyType: "ecdsa" })).certificate;

function write(name: string, content: string): void {
  mkdirSync(join(folder, "cert_dir"), { recursive: true });
  writeFileSync(join(folder, "cert_dir", name), content);
}

test("those that would be issued again are marked, and what cannot be read, behind others, too", async () => {
  write("stays.pem", await lasting(30.5));
  write("goes.pem", await lasting(29.5));
  write("gone.pem", await lasting(-0.5));
  const whole = await lasting(40.5);
  write("cut.pem", whole + whole.slice(0, 300));
  write("torn.pem", `${whole.slice(0, 300)}\n${whole}`);
  expect(failuresOf(await play())).toEqual([]);
  expect(told()).toEqual([
    "cut.pem: UNREADABLE -99999",
    "torn.pem: UNREADABLE -99999",
    "gone.pem: EXPIRED -1",
    "goes.pem: soon 29",
    "stays.pem:  30",
    "cut.pem:  40",
    "torn.pem:  40",
  ]);
});

test.each(["two weeks", "2w", -1])(
  "certificates_soon is refused where it is no number of days: %s",
  async (soon) => {
    expect(failuresOf(await play({ certificates_soon: soon }))).toEqual([
      expect.stringContaining(`certificates_soon is "${soon}" [soon]`),
    ]);
  },
);

const silent = "n2 ansible_host=127.0.0.1 ansible_port=1\n";

test("a host that does not answer has no part in the table, and fails the play", async () => {
  write("goes.pem", await lasting(29.5));
  const { status, events } = await play({}, silent);
  expect(status).toBe(4);
  const titles = events.flatMap((event) => (event.kind === "task ended" ? [event.task.name] : []));
  expect(titles.at(-1)).toBe("certificates : certificates as JSON");
  expect(told()).toContain("goes.pem: soon 29");
});

test("nothing is issued where a host does not answer", async () => {
  for (const name of ["ca-key.pem", "etcd/ca-key.pem", "front-proxy/ca-key.pem"]) {
    mkdirSync(dirname(join(folder, "pki_dir", name)), { recursive: true });
    writeFileSync(join(folder, "pki_dir", name), "");
  }
  const run = await play({ certificates_renew: "expiring" }, silent);
  expect(failuresOf(run)).toEqual([
    expect.stringMatching(/^certificates : certificates of this host on n2: .* cannot be reached/),
  ]);
  expect(run.events.filter((event) => event.kind === "play started")).toHaveLength(1);
});
