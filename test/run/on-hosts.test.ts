import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeOnHosts } from "../sandbox/hosts.ts";
import { sandboxUsers } from "../sandbox/users.ts";
import { describeRun } from "./describe-run.ts";
import { failuresOf, playRun } from "./play-run.ts";

describeOnHosts("a run on hosts", (sandbox) => {
  const here = mkdtempSync(path.join(tmpdir(), "play-on-hosts-"));
  const inventory = path.join(here, "hosts");

  beforeAll(() => writeFileSync(inventory, sandbox.inventoryText()));
  afterAll(() => rmSync(here, { recursive: true, force: true }));

  const playText = async (name: string, text: string, ...more: readonly string[]) => {
    const folder = path.join(here, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "site.yml"), text);
    return playRun([path.join(folder, "site.yml"), "-i", inventory, ...more]);
  };

  test("becomes other users, with and without a password", async () => {
    const { careful } = sandboxUsers;
    const ended = await playText(
      "become",
      `
- hosts: h1
  gather_facts: false
  become: true
  vars: { as_careful: { ansible_user: careful } }
  tasks:
    - { name: root by deploy, command: id -un, vars: { ansible_user: deploy }, changed_when: false, register: one }
    - { name: another user, command: id -un, vars: { ansible_user: root }, become_user: deploy, changed_when: false, register: two }
    - name: root by careful
      command: id -un
      vars: { ansible_user: careful, ansible_become_password: "${careful.password}" }
      changed_when: false
      register: three
    - { name: oneself, command: id -un, become: false, changed_when: false, register: four }
    - debug: { msg: "{{ [one, two, three, four] | map(attribute='stdout') | join(' ') }}" }
- hosts: h2
  gather_facts: false
  become: true
  tasks:
    - name: a wrong password
      command: id -un
      vars: { ansible_user: careful, ansible_become_password: wrong }
`,
    );
    expect(describeRun(ended)).toContain("ok root deploy root root");
    expect(failuresOf(ended)).toHaveLength(1);
    expect(ended.status).toBe(2);
  });

  test("gathers facts of every host and leaves those alone that are out of reach", async () => {
    const ended = await playText(
      "facts",
      `
- hosts: h1:h2
  tasks:
    - { name: gone, command: "true", vars: { ansible_port: "{{ 1 if inventory_hostname == 'h2' else 22 }}" }, changed_when: false }
    - debug: { msg: "{{ ansible_hostname }} {{ ansible_facts.os_family }} {{ hostvars['h2'].ansible_hostname }}" }
`,
    );
    expect(describeRun(ended)).toContain("h1: ok h1 Debian h2");
    expect(describeRun(ended)).toContain("h2: unreachable");
    expect(ended.status).toBe(4);
  });

  test("shows nothing that no_log hides", async () => {
    const secret = "never-to-be-seen-5b1f";
    const ended = await playText(
      "secret",
      `
- hosts: h1
  gather_facts: false
  vars: { secret: ${secret} }
  tasks:
    - { name: a command, command: "echo {{ secret }}", no_log: true, register: said }
    - { name: a failure, command: "sh -c 'echo {{ secret }} >&2; exit 1'", no_log: true, ignore_errors: true }
    - { name: items, command: "echo {{ item }}", loop: ["{{ secret }}", b], no_log: true }
    - { name: skipped items, command: "echo {{ item }}", loop: ["{{ secret }}"], when: item == 'x', no_log: true }
    - { name: by item, command: "echo {{ item.text }}", loop: [{ text: "{{ secret }}", hide: true }], no_log: "{{ item.hide }}" }
    - { name: retries, shell: "echo {{ secret }}; exit 1", until: r.rc == 0, retries: 1, delay: 0, register: r, no_log: true, ignore_errors: true }
    - { name: a file, copy: { content: "{{ secret }}", dest: /tmp/play-no-log }, no_log: true }
    - { name: a fact, set_fact: { fact: "{{ secret }}" }, no_log: true }
    - { name: a bad option, file: { path: "{{ secret }}", state: directory, mode: "{{ secret }}" }, no_log: true, ignore_errors: true }
    - { name: gone, file: { path: /tmp/play-no-log, state: absent } }
`,
      "--diff",
    );
    const told = JSON.stringify(ended.events, (key, value: unknown) =>
      value instanceof Error
        ? { message: value.message, hint: "hint" in value && value.hint }
        : key === "source"
          ? 0
          : value,
    );
    expect(told).not.toContain(secret);
    expect(ended.status).toBe(0);
  });

  test("delegates to another host and counts what it does for the host that asked", async () => {
    const ended = await playText(
      "delegate",
      `
- hosts: h1:h2
  gather_facts: false
  tasks:
    - { name: on h3, command: hostname, delegate_to: h3, changed_when: false, register: where }
    - debug: { msg: "{{ where.stdout }}" }
`,
    );
    expect(describeRun(ended)).toContain("  h1: ok h3\n  h2: ok h3");
  });

  test("connects anew after a connection was lost", async () => {
    const ended = await playText(
      "lost",
      `
- hosts: h3
  gather_facts: false
  become: false
  tasks:
    - { name: cut, shell: "kill -9 $(ps -o ppid= -p $(ps -o ppid= -p $PPID))", vars: { ansible_user: deploy }, ignore_unreachable: true, ignore_errors: true }
    - { name: again, command: id -un, vars: { ansible_user: deploy }, changed_when: false, register: who }
    - debug: { msg: "{{ who.stdout }}" }
`,
    );
    expect(describeRun(ended)).toContain("ok deploy");
  });
});
