import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { issueAuthority } from "../../engine/module/shared/certificate/issue.ts";
import { failuresOf, playRun } from "../run/play-run.ts";
import type { Certificate } from "../playbooks/operations/certificates.ts";

const folder = mkdtempSync(join(tmpdir(), "play-certificates-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The role on a host that is this machine: what fails. */
async function play(variables: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> {
  const playbook = join(folder, "play.yml");
  writeFileSync(playbook, "- hosts: n1\n  gather_facts: false\n  roles: [certificates]\n");
  const names = ["cert_dir", "etcd_cert_dir", "flannel_cert_dir", "conf_dir", "pki_dir"];
  const places = Object.fromEntries(names.map((name) => [name, join(folder, name)]));
  const given = { ...places, certificates_report: join(folder, "report.json"), ...variables };
  return failuresOf(
    await playRun([playbook, "-i", "test/roles/decisions/hosts", "-e", JSON.stringify(given)]),
  );
}

/** What is told of each file: `name: state days`. */
function told(): readonly string[] {
  const rows = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as readonly Certificate[];
  return rows.map(({ file, state, days_left }) => `${file.replace(/.*\//, "")}: ${state} ${days_left}`);
}

const lasting = async (days: number): Promise<string> =>
  (await issueAuthority({ commonName: "told", days, keyType: "ecdsa" })).certificate;

test("those that would be issued again are marked, and what cannot be read, behind others, too", async () => {
  const write = (name: string, content: string) => writeFileSync(join(folder, "cert_dir", name), content);
  mkdirSync(join(folder, "cert_dir"));
  write("stays.pem", await lasting(30.5));
  write("goes.pem", await lasting(29.5));
  write("gone.pem", await lasting(-0.5));
  const whole = await lasting(40.5);
  write("cut.pem", whole + whole.slice(0, 300));
  write("torn.pem", `${whole.slice(0, 300)}\n${whole}`);
  expect(await play()).toEqual([]);
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
    expect(await play({ certificates_soon: soon })).toEqual([
      expect.stringContaining(`certificates_soon is "${soon}" [soon]`),
    ]);
  },
);
