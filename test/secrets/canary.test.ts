import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { sandboxUsers } from "../sandbox/users.ts";
import { play, type PlayRun } from "../support/play.ts";
import { watchProcesses } from "./watch-processes.ts";

/** A text that can be nothing but a leak where it turns up. */
const canary = (name: string): string => `canary-${name}-${randomBytes(6).toString("hex")}`;

const canaries = {
  variable: canary("variable"),
  composed: canary("composed"),
  extra: canary("extra"),
  option: canary("option"),
  output: canary("output"),
  fact: canary("fact"),
  item: canary("item"),
  environment: canary("environment"),
  header: canary("header"),
  shadow: canary("shadow"),
  script: canary("script"),
  failing: canary("failing"),
};

/** Words of a `command` would be its process's arguments, which is what was asked for: those with a secret are of `shell`. */
const playbook = `
- hosts: h1
  gather_facts: false
  become: true
  vars:
    half: !secret ${canaries.composed}
    whole: "user:{{ half }}@db"
  tasks:
    - { name: no secret is told by a task that shows everything, debug: { msg: "{{ variable }} {{ whole }} {{ extra }}" } }
    - { name: "the name of a task {{ variable }}", shell: "echo {{ variable }}", changed_when: false }
    - { name: a file, copy: { content: "a = {{ variable }}\\nb = {{ whole }}\\n", dest: /root/canary.conf, mode: "0600" } }
    - { name: a template, template: { src: canary.hbs, dest: /root/canary.ini, mode: "0600" } }
    - { name: a line, lineinfile: { path: /root/canary.conf, line: "c = {{ variable }}", regexp: "^c" } }
    - name: a command whose words are secret
      shell: "sleep 1; echo ${canaries.option} > /root/canary.out; chmod 600 /root/canary.out; echo ${canaries.output}"
      no_log: true
      register: told
    - { name: and what it printed, debug: { var: told } }
    - { name: kept as a fact, set_fact: { kept: "${canaries.fact}" }, no_log: true }
    - { name: shown as a fact, debug: { msg: "{{ kept }}" } }
    - { name: items, command: "sleep 0.3", loop: ["${canaries.item}"], no_log: true, changed_when: false, register: items }
    - { name: the items, debug: { var: items } }
    - name: environment
      command: printenv TOKEN
      environment: { TOKEN: !secret ${canaries.environment} }
      register: printed
    - { name: what was in it, debug: { var: printed.stdout_lines } }
    - name: a request
      uri: { url: "http://127.0.0.1:1/", headers: { Authorization: !secret ${canaries.header} }, timeout: 1 }
      ignore_errors: true
    - { name: a user, user: { name: canary, password: "${canaries.shadow}" } }
    - name: made once
      generated: { path: "{{ playbook_dir }}/made", kind: password }
      register: made
      become: false
    - { name: shown after it was made, debug: { var: made } }
    - name: an authority
      certificate_authority: { path: "{{ playbook_dir }}/ca.pem", privatekey_path: "{{ playbook_dir }}/ca-key.pem", common_name: canary }
      become: false
    - { name: a key on the host, copy: { src: "{{ playbook_dir }}/ca-key.pem", dest: /root/canary-key.pem, mode: "0600" } }
    - { name: a key read, command: cat /root/canary-key.pem, register: key, changed_when: false }
    - { name: a key shown, debug: { var: key } }
    - { name: a key in base64, debug: { msg: "{{ key.stdout | b64encode }}" } }
    - name: a script
      script: canary.sh
      register: scripted
    - { name: braces of a host are text, command: "echo {{ '{{' }} variable {{ '}}' }}", register: braces, changed_when: false }
    - { name: and stay it, debug: { msg: "{{ braces.stdout }}" } }
    - name: the last task
      shell: "echo ${canaries.failing} >&2; exit {{ status }}"
      no_log: true
      changed_when: false
`;

describeOnHosts("secrets", (sandbox) => {
  const here = mkdtempSync(path.join(tmpdir(), "play-canary-"));
  const state = path.join(here, "state");
  let secrets: readonly string[] = [];

  beforeAll(() => {
    const { careful } = sandboxUsers;
    const user = `h1:vars]\nansible_user=${careful.name}\nansible_become_password=${careful.password}`;
    mkdirSync(path.join(here, "group_vars"));
    mkdirSync(path.join(here, "templates"));
    mkdirSync(path.join(here, "files"));
    writeFileSync(
      path.join(here, "hosts"),
      `${sandbox.inventoryText()}\n[careful]\nh1\n[careful:vars]\n${user.split("\n").slice(1).join("\n")}\n`,
    );
    writeFileSync(path.join(here, "group_vars", "all.yml"), `variable: !secret ${canaries.variable}\n`);
    writeFileSync(path.join(here, "extra.yml"), `extra: !secret ${canaries.extra}\n`, { mode: 0o600 });
    writeFileSync(path.join(here, "templates", "canary.hbs"), "[a]\nkey = {{variable}}\n");
    writeFileSync(path.join(here, "files", "canary.sh"), `#!/bin/sh\nsleep 0.5 # ${canaries.script}\n`, {
      mode: 0o700,
    });
    writeFileSync(path.join(here, "site.yml"), playbook);
    secrets = [...Object.values(canaries), careful.password].filter((one) => one !== canaries.script);
  });
  afterAll(() => rmSync(here, { recursive: true, force: true }));

  const run = async (words: readonly string[]): Promise<{ ended: PlayRun; seen: readonly string[] }> => {
    const watch = watchProcesses(secrets);
    const ended = await play(["site.yml", "-i", "hosts", "-vvv", "--diff", "-e", "@extra.yml", ...words], {
      cwd: here,
      environment: { XDG_STATE_HOME: state },
    });
    return { ended, seen: watch.end() };
  };

  const made = (): readonly string[] =>
    ["made", "ca-key.pem"].flatMap((name) => {
      const text = readFileSync(path.join(here, name), "utf8");
      return text.split("\n").filter((line) => line.length > 8 && !line.startsWith("-----"));
    });

  test.each([
    ["as people read it", 0, []],
    ["in a check run", 0, ["--check"]],
    ["as JSON", 0, ["--output", "json"]],
    ["of a failing run", 2, ["-e", "status=1"]],
    ["of a failing run as JSON", 2, ["-e", "status=1", "--output", "json"]],
  ])("are nowhere in the output %s, nor among processes' arguments", async (_how, status, words) => {
    const { ended, seen } = await run(["-e", "status=0", ...words]);
    const output = ended.stdout + ended.stderr;
    expect(ended.status).toBe(status);
    const forms = [...secrets, ...made()].flatMap((secret) => [secret, btoa(secret).slice(0, -4)]);
    expect(output.split("\n").filter((line) => forms.some((form) => line.includes(form)))).toEqual([]);
    expect(seen).toEqual([]);
    // what a host sends back is never evaluated
    expect(output).toContain("{{ variable }}");
  });

  test("are in no file that others can read, and in none that play keeps of its runs", async () => {
    const pattern = secrets.join("\n");
    writeFileSync(path.join(here, "patterns"), pattern, { mode: 0o600 });
    const { stdout } = await sandbox.run(
      "h1",
      `find / -xdev -type f -perm /004 -newer /proc/1 -size -1000k -print0 | xargs -0 -r grep -lF -e "$(cat <<'EOF'\n${pattern}\nEOF\n)" || true`,
    );
    expect(stdout.trim()).toBe("");
    const found = filesBelow(state).flatMap((file) => textsIn(file, [...secrets, ...made()]));
    expect(found).toEqual([]);
  });

  test("in a mistake's excerpt are hidden before anything is played", async () => {
    writeFileSync(
      path.join(here, "wrong.yml"),
      `- hosts: h1\n  vars: { a: !secret ${canaries.variable}, a: 2 }\n  tasks: []\n`,
    );
    const { stdout, stderr, status } = await play(["wrong.yml", "-i", "hosts"], { cwd: here });
    expect(status).toBe(1);
    expect(stderr).toContain("DUPLICATE_KEY");
    expect(stdout + stderr).not.toContain(canaries.variable);
  });
});

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile());
  } catch {
    return [];
  }
}

function textsIn(file: string, texts: readonly string[]): readonly string[] {
  const content = readFileSync(file, "utf8");
  return texts.filter((text) => content.includes(text)).map((text) => `${text} in ${file}`);
}
