import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { failuresOf, playRun } from "../run/play-run.ts";

const folder = mkdtempSync(join(tmpdir(), "play-keep-"));
afterAll(() => rmSync(folder, { recursive: true }));

const settings = join(folder, "config.toml");
const started = join(folder, "started");
const kept = join(folder, "before", "config.toml");
mkdirSync(join(folder, "before"));

const keep = () => play("cluster tasks_from=keep", { keep_path: settings, keep_unless: started });
const putBack = () => play("reset tasks_from=kept", { reset_files: [settings] });

async function play(role: string, vars: Readonly<Record<string, unknown>>): Promise<void> {
  const playbook = join(folder, "play.yml");
  const task = `    - import_role: name=${role}\n      vars: ${JSON.stringify(vars)}\n`;
  writeFileSync(playbook, `- hosts: n1\n  gather_facts: false\n  tasks:\n${task}`);
  const words = ["-e", JSON.stringify({ before_dir: join(folder, "before") })];
  expect(failuresOf(await playRun([playbook, "-i", "test/roles/decisions/hosts", ...words]))).toEqual([]);
}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("settings of others, which may hold passwords, stay as closed as they were, kept and put back", async () => {
  writeFileSync(settings, "password\n", { mode: 0o600 });
  await keep();
  expect(modeOf(kept)).toBe("600");

  writeFileSync(settings, "ours\n");
  chmodSync(settings, 0o644);
  await putBack();
  expect(readFileSync(settings, "utf8")).toBe("password\n");
  expect(modeOf(settings)).toBe("600");
});

test("settings that a role has written are not kept", async () => {
  rmSync(kept);
  writeFileSync(started, "");
  await keep();
  expect(existsSync(kept)).toBe(false);
});
