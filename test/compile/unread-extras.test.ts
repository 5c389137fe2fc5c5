import { expect, onTestFinished, test } from "vitest";
import { renderExcerpt } from "../../engine/base/excerpt.ts";
import { describeSource } from "../../engine/base/source.ts";
import { checkPlaybooks } from "../../engine/cli/check-playbooks.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import type { Warning } from "../../engine/model/event.ts";
import { writeTree } from "../load/write-tree.ts";
import { playOf, type Tree } from "./compile-tree.ts";

function warningsOf(files: Tree, ...argv: readonly string[]): readonly Warning[] {
  const before = process.cwd();
  process.chdir(writeTree({ "inventory/hosts": "h1\nh2\n[db]\nh2\n", ...files }));
  onTestFinished(() => process.chdir(before));
  const invocation = parseArguments(["site.yml", ...argv]);
  if (invocation.kind !== "play") throw new Error("this does not play");
  return checkPlaybooks(invocation.options).warnings;
}

const port: Tree = { "site.yml": playOf("- debug: {var: etcd_port}") + "  vars: {etcd_port: 1}" };

test("tells of a variable that nothing reads, where it stands and what is meant", () => {
  const [warning, ...more] = warningsOf(port, "-e", "etcd_port=1 etcd_prot=2");
  expect(more).toEqual([]);
  expect(warning?.message).toBe('nothing that is played reads the variable "etcd_prot" of --extra-vars');
  expect(warning?.hint).toBe('did you mean "etcd_port"?');
  expect(warning?.source && describeSource(warning.source)).toBe("--extra-vars #1:1:13");
});

test("tells of each in a file, and shows nothing of it but the name", () => {
  const files = { ...port, "more.yml": "etcd_port: 1\nadmin_pasword: hunter2\n" };
  const [warning, ...more] = warningsOf(files, "-e", "@more.yml");
  expect(more).toEqual([]);
  expect(warning?.source && describeSource(warning.source)).toBe("more.yml:2:1");
  expect(warning?.source && renderExcerpt(warning.source)).toBe("2 | admin_pasword\n  | ^^^^^^^^^^^^^");
  expect(warning?.hint).toBe("see that it is spelt as in the playbook or the role that it is meant for");
});

/** Playbooks that do not read the variable x, however much they look as if they did. */
const unread: Readonly<Record<string, readonly [Tree, ...string[]]>> = {
  "an option of that name": [
    { "site.yml": playOf("- file: {path: /a, state: directory}") },
    "state=x",
    "state",
  ],
  "a member of that name": [{ "site.yml": playOf("- debug: {msg: '{{ ansible_facts.x }}'}") }, "x=1", "x"],
  "another variable of that -e": [
    { "site.yml": playOf("- debug: {var: y}") },
    '{"y": 1, "x": "{{ y }}"}',
    "x",
  ],
  "other variables of hosts": [
    { "site.yml": playOf('- debug: {msg: \'{{ hostvars.h1.y }}{{ hostvars["h2"].get("z") }}\'}') },
    "x=1",
    "x",
  ],
  "other variables of all hosts": [
    {
      "site.yml": playOf(
        `- debug: {msg: "{{ ['h1'] | map('extract', hostvars, ['y', 'x']) | list }}"}
- debug: {msg: "{{ ['h1'] | map('extract', hostvars) | selectattr('y.x', 'defined') | map(attribute='z.x') }}"}
- debug: {msg: "{{ 'h1' | extract(hostvars, 'y') }}"}`,
      ),
    },
    "x=1",
    "x",
  ],
  "another variable by a lookup": [
    {
      "site.yml": playOf("- debug: {msg: \"{{ lookup('vars', 'y', default=1) }}{{ vars.z | default(1) }}\"}"),
    },
    "x=1",
    "x",
  ],
  "a template that is chosen among known ones": [
    {
      "site.yml": playOf("- {template: {src: '{{ item }}.hbs', dest: '/{{ item }}'}, loop: [a, b]}"),
      "templates/a.hbs": "x",
      "templates/b.hbs": "{{inventory_hostname}} x",
    },
    "x=1",
    "x",
  ],
  "tasks that are chosen among known ones": [
    {
      "site.yml": playOf("- include_tasks: of-{{ y }}.yml") + "  vars: {y: a}",
      "of-a.yml": "- debug: {msg: x}",
    },
    "x=1",
    "x",
  ],
};

test.each(Object.entries(unread))("is not misled by %s", (_, [files, extra = "", ...names]) => {
  const told = warningsOf(files, "-e", extra).map(({ message }) => /"(\w+)"/.exec(message)?.[1]);
  expect(told).toEqual(names);
});

const role = { "site.yml": "- hosts: all\n  roles: [r]\n" };

/** Playbooks that read the variable x or may do so. */
const read: Readonly<Record<string, readonly [Tree, ...string[]]>> = {
  "an expression": [{ "site.yml": playOf("- debug: {msg: '{{ x }}'}") }],
  "an expression that copes with its absence": [
    { "site.yml": playOf("- debug: {msg: '{{ x | default(1) }}'}") },
  ],
  "a condition": [{ "site.yml": playOf("- {ping: , when: x is defined}") }],
  "a loop": [{ "site.yml": playOf("- {ping: , loop: '{{ x }}'}") }],
  "a setting": [{ "site.yml": playOf("- {ping: , become_user: '{{ x }}'}") }],
  "the name of a fact": [{ "site.yml": playOf("- set_fact: {'{{ x }}': 1}") }],
  "a play's hosts": [{ "site.yml": "- hosts: '{{ x }}'\n" }, "-e", "x=all"],
  "a play's serial": [{ "site.yml": "- hosts: all\n  serial: '{{ x }}'\n" }],
  vars_prompt: [{ "site.yml": "- hosts: all\n  vars_prompt: [{name: x}]\n" }],
  "a prompt's default": [{ "site.yml": "- hosts: all\n  vars_prompt: [{name: y, default: '{{ x }}'}]\n" }],
  "a handler": [{ "site.yml": "- hosts: all\n  handlers: [{name: h, debug: {var: x}}]\n" }],
  "a play's variable": [{ "site.yml": playOf("- ping:") + "  vars: {y: '{{ x }}'}" }],
  "a variable of the inventory": [{ "site.yml": playOf("- ping:"), "inventory/hosts": "h1 x=2" }],
  "a group that has no host": [{ "site.yml": playOf("- ping:"), "group_vars/none.yml": "y: '{{ x }}'" }],
  "a role's default": [{ ...role, "roles/r/tasks/main.yml": "- ping:", "roles/r/defaults/main.yml": "x: 1" }],
  "a role's template": [
    {
      ...role,
      "roles/r/tasks/main.yml": "- template: {src: a.hbs, dest: /a}",
      "roles/r/templates/a.hbs": "{{#each groups}}{{../x}}{{/each}}",
    },
  ],
  "a template that a variable names": [
    {
      ...role,
      "roles/r/tasks/main.yml":
        "- {template: {src: '{{ item.src }}', dest: /a}, loop: [{src: '{{ chosen }}'}]}",
      "roles/r/defaults/main.yml": "chosen: a.hbs",
      "roles/r/templates/a.hbs": "a",
      "roles/r/templates/b.hbs": "{{x}}",
      "inventory/host_vars/h2.yml": "chosen: b.hbs",
    },
  ],
  "a template that only the run can name": [
    { "site.yml": playOf("- {command: ls, register: y}\n- {template: {src: '{{ y.stdout }}', dest: /a}}") },
  ],
  "tasks that no tag selects": [
    { "site.yml": playOf("- {debug: {var: x}, tags: never}\n- {ping: , tags: t}") },
  ],
  "tasks that other tags select": [
    { "site.yml": playOf("- {debug: {msg: '{{ x }}'}, tags: s}\n- {ping: , tags: t}") },
    "--tags",
    "t",
  ],
  "tasks that may be included": [
    {
      "site.yml": playOf("- include_tasks: of-{{ y }}.yml") + "  vars: {y: a}",
      "of-a.yml": "- ping:",
      "of-b.yml": "- import_tasks: c.yml",
      "c.yml": "- debug: {var: x}",
    },
  ],
  "variables of tasks that may be included": [
    {
      "site.yml": `${playOf("- include_tasks: of-{{ y }}.yml")}  vars: {y: a}`,
      "of-a.yml": "- include_vars: v.yml",
      "vars/v.yml": "z: '{{ x }}'",
    },
  ],
  "tasks that only the run can name": [
    { "site.yml": playOf("- include_tasks: '{{ y }}'") + "  vars: {y: a.yml}" },
  ],
  "a role that only the run can name": [
    { "site.yml": playOf("- include_role: {name: '{{ y }}'}") + "  vars: {y: a}" },
  ],
  "variables that only the run can name": [
    { "site.yml": playOf("- include_vars: '{{ y }}'") + "  vars: {y: a.yml}" },
  ],
  "files of variables that only the run can name": [
    { "site.yml": playOf("- ping:") + "  vars_files: ['{{ inventory_hostname }}.yml']" },
  ],
  hostvars: [{ "site.yml": playOf("- debug: {msg: '{{ hostvars.h1.x }}{{ hostvars.h1[\"y\"] }}'}") }],
  "hostvars of a name that the run makes": [
    { "site.yml": playOf("- debug: {msg: \"{{ hostvars.h1['x' ~ 1] }}\"}") },
  ],
  "a host's variables as a whole": [
    { "site.yml": playOf("- debug: {msg: '{{ all.y }}'}") + "  vars: {all: '{{ hostvars.h1 }}'}" },
  ],
  extract: [
    { "site.yml": playOf("- debug: {msg: \"{{ ['h1'] | map('extract', hostvars, 'x') | list }}\"}") },
  ],
  "extract and select": [
    {
      "site.yml": playOf(
        "- debug: {msg: \"{{ ['h1'] | map('extract', hostvars) | selectattr('x') | map(attribute='y') }}\"}",
      ),
    },
  ],
  "hostvars in a template": [
    {
      "site.yml": playOf("- template: {src: a.hbs, dest: /a}"),
      "templates/a.hbs": '{{#each groups.all}}{{lookup (lookup ../hostvars this) "x"}}{{/each}}',
    },
  ],
  vars: [{ "site.yml": playOf("- debug: {msg: \"{{ vars['x'] }}\"}") }],
  "vars of a name that the run makes": [{ "site.yml": playOf("- debug: {msg: \"{{ vars['x' ~ 1] }}\"}") }],
  "lookup('vars')": [{ "site.yml": playOf("- debug: {msg: \"{{ lookup('vars', 'x') }}\"}") }],
  "lookup('vars') of a name that the run makes": [
    { "site.yml": playOf("- debug: {msg: \"{{ lookup('vars', 'x' ~ 1) }}\"}") },
  ],
  "lookup('varnames')": [
    { "site.yml": playOf("- debug: {msg: \"{{ q('ansible.builtin.varnames', '^x') }}\"}") },
  ],
  "lookup('template')": [{ "site.yml": playOf("- debug: {msg: \"{{ lookup('template', 'a.hbs') }}\"}") }],
  with_vars: [{ "site.yml": playOf("- {debug: {var: item}, with_vars: [x]}") }],
};

test.each(Object.entries(read))("is silent where %s may read it", (_, [files, ...argv]) => {
  expect(warningsOf(files, "-e", "x=1", ...argv)).toEqual([]);
});

test.each(["ansible_user=root", "ansible_anything=1", "environment=x", "inventory_hostname=h1"])(
  "is silent about %s, which is no playbook's own",
  (extra) => {
    expect(warningsOf({ "site.yml": playOf("- ping:") }, "-e", extra)).toEqual([]);
  },
);
