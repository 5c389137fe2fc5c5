import { expect, test } from "vitest";
import { compileTree, complaints, places, playOf, type Tree } from "./compile-tree.ts";

const missing: Readonly<Record<string, readonly [Tree, string]>> = {
  "an option": [{ "site.yml": playOf("- debug: {msg: 'a {{ nope }}'}") }, "site.yml:4:26"],
  "a name": [{ "site.yml": playOf("- name: a {{ nope }}\n  ping:") }, "site.yml:4:18"],
  "a condition": [{ "site.yml": playOf("- ping:\n  when: a and nope") + "  vars: {a: 1}" }, "site.yml:5:19"],
  "a block's condition": [{ "site.yml": playOf("- when: nope\n  block: [{ping: }]") }, "site.yml:4:13"],
  "a loop": [{ "site.yml": playOf("- ping:\n  loop: '{{ nope }}'") }, "site.yml:5:17"],
  "a condition of another kind": [{ "site.yml": playOf("- ping:\n  until: nope") }, "site.yml:5:14"],
  "an environment": [{ "site.yml": playOf("- ping:\n  environment: {A: '{{ nope }}'}") }, "site.yml:5:28"],
  "a setting": [{ "site.yml": playOf("- ping:\n  become_user: '{{ nope }}'") }, "site.yml:5:24"],
  "an expression of assert": [{ "site.yml": playOf("- assert: {that: [nope]}") }, "site.yml:4:23"],
  "k=v words": [{ "site.yml": playOf("- file: path=/a/{{ nope }} state=directory") }, "site.yml:4:24"],
  "a variable that is used": [
    {
      "site.yml": playOf("- debug: {var: a}"),
      "group_vars/all.yml": "a: '{{ b }}'\nb: '{{ nope }}'\nc: '{{ unused }}'",
    },
    "group_vars/all.yml:2:8",
  ],
  "a host's variable": [
    { "site.yml": playOf("- debug: {var: a}"), "inventory/host_vars/h1.yml": "a: '{{ nope }}'" },
    "inventory/host_vars/h1.yml:1:8",
  ],
  "the inventory": [
    { "site.yml": playOf("- debug: {var: a}"), "inventory/hosts": "h1 a='{{ nope }}'" },
    "inventory/hosts:1:10",
  ],
  "a role's default": [
    {
      "site.yml": "- hosts: all\n  roles: [r]",
      "roles/r/defaults/main.yml": "a: '{{ nope }}'",
      "roles/r/tasks/main.yml": "- debug: {var: a}",
    },
    "roles/r/defaults/main.yml:1:8",
  ],
  "a template file": [
    {
      "site.yml": "- hosts: all\n  roles: [r]",
      "roles/r/tasks/main.yml": "- template: {src: a.hbs, dest: /a}",
      "roles/r/templates/a.hbs": "x\n{{#if b}}{{ nope }}{{/if}}\n",
      "roles/r/vars/main.yml": "b: 1",
    },
    "roles/r/templates/a.hbs:2:13",
  ],
  "a handler": [
    { "site.yml": "- hosts: all\n  handlers:\n  - {name: h, debug: {var: nope}}" },
    "site.yml:3:28",
  ],
  "an included file": [
    { "site.yml": playOf("- include_tasks: more.yml"), "more.yml": "- debug: {var: nope}" },
    "more.yml:1:16",
  ],
  "a file of include_vars": [
    { "site.yml": playOf("- include_vars: v.yml\n- debug: {var: a}"), "vars/v.yml": "a: '{{ nope }}'" },
    "vars/v.yml:1:8",
  ],
  "tasks beside an include of several files": [
    {
      "site.yml": playOf("- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: nope}"),
      "of-h1.yml": "- ping:",
    },
    "site.yml:5:20",
  ],
  "a file that includes itself": [
    { "site.yml": playOf("- include_tasks: u.yml"), "u.yml": "- include_tasks: u.yml\n  when: nope" },
    "u.yml:2:9",
  ],
  "what only another play's vars define": [
    { "site.yml": "- hosts: all\n  vars: {nope: 1}\n- hosts: all\n  tasks:\n  - debug: {var: nope}" },
    "site.yml:5:18",
  ],
};

test.each(Object.entries(missing))("finds a variable that nothing defines in %s", (_, [tree, place]) => {
  const { errors } = compileTree(tree);
  expect(places(errors)).toEqual([`UNDEFINED_VARIABLE ${place}`]);
  expect(errors[0]?.message).toBe('nothing defines the variable "nope"');
});

test("tells the name that is meant", () => {
  const { errors } = compileTree({
    "site.yml": playOf("- debug: {var: etcd_prot}") + "  vars: {etcd_port: 1}",
  });
  expect(errors[0]?.hint).toBe('did you mean "etcd_port"?');
});

/** Tasks that use the variable x, and what else is there. */
const defined: Readonly<Record<string, readonly [string, Tree?, ...string[]]>> = {
  "a register": ["- {command: ls, register: x}\n- {debug: {var: x.rc}}"],
  "a register of its own": ["- {command: ls, register: x, until: x.rc == 0, failed_when: x.rc > 1}"],
  "a register that the tags leave out": [
    "- {command: ls, register: x}\n- {debug: {var: x}, tags: t}",
    {},
    "-t",
    "t",
  ],
  "a register in an unselected block": [
    "- {block: [{command: ls, register: x}]}\n- {debug: {var: x}, tags: t}",
    {},
    "-t",
    "t",
  ],
  set_fact: ["- set_fact: {x: 1}\n- debug: {var: x}"],
  "set_fact in words": ["- set_fact: x=1\n- debug: {var: x}"],
  "set_fact with a name from a template": ["- set_fact: {'{{ item }}': 1}\n  loop: [x]\n- debug: {var: x}"],
  "a loop": ["- {debug: {msg: '{{ item.a }} {{ i }}'}, loop: [{a: 1}], loop_control: {index_var: i}}"],
  "a loop variable": ["- {debug: {var: x}, loop: [1], loop_control: {loop_var: x, label: '{{ x }}'}}"],
  "an old loop": ["- {debug: {var: item}, with_items: [1]}"],
  "a looping include": [
    "- {include_tasks: u.yml, loop: [1], loop_control: {loop_var: x}}",
    { "u.yml": "- debug: {var: x}" },
  ],
  "a looping include's item": ["- {include_tasks: u.yml, loop: [1]}", { "u.yml": "- debug: {var: item}" }],
  "an include's vars": ["- {include_tasks: u.yml, vars: {x: 1}}", { "u.yml": "- debug: {var: x}" }],
  "apply's vars": ["- include_tasks: {file: u.yml, apply: {vars: {x: 1}}}", { "u.yml": "- debug: {var: x}" }],
  "an import's vars": ["- {import_tasks: u.yml, vars: {x: 1}}", { "u.yml": "- debug: {var: x}" }],
  include_vars: ["- include_vars: v.yml\n- debug: {var: x}", { "vars/v.yml": "x: 1" }],
  "include_vars under a name": [
    "- include_vars: {file: v.yml, name: x}\n- debug: {var: x.a}",
    { "vars/v.yml": "a: 1" },
  ],
  "include_vars of a folder": ["- include_vars: {dir: v}\n- debug: {var: x}", { "vars/v/a.yml": "x: 1" }],
  "include_vars with a template": ["- include_vars: '{{ inventory_hostname }}.yml'\n- debug: {var: x}"],
  "an include with a template": ["- include_tasks: '{{ inventory_hostname }}.yml'\n- debug: {var: x}"],
  "a register in one of several files": [
    "- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}",
    { "of-h1.yml": "- ping:", "of-h2.yml": "- block: [{command: ls, register: x}]" },
  ],
  "a fact in a file that one of several files may include": [
    "- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}",
    { "of-h1.yml": "- include_tasks: in-{{ inventory_hostname }}.yml", "in-h1.yml": "- set_fact: {x: 1}" },
  ],
  "a role that one of several files includes publicly": [
    "- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}",
    {
      "of-h1.yml": "- include_role: {name: r, public: true}",
      "roles/r/defaults/main.yml": "x: 1",
      "roles/r/tasks/main.yml": "- ping:",
    },
  ],
  "variables that one of several files reads": [
    "- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}",
    { "of-h1.yml": "- include_vars: v.yml", "vars/v.yml": "x: 1" },
  ],
  "one of several files that uses what comes with it": [
    "- {include_tasks: 'of-{{ inventory_hostname }}.yml', vars: {x: 1}}",
    { "of-h1.yml": "- debug: {var: x}" },
  ],
  "one of several files that may include anything": [
    "- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}",
    { "of-h1.yml": "- include_tasks: '{{ inventory_hostname }}.yml'" },
  ],
  "files of which none is there": ["- include_tasks: of-{{ inventory_hostname }}.yml\n- debug: {var: x}"],
  facts: ["- debug: {msg: '{{ ansible_default_ipv4.address }} {{ ansible_facts.fqdn }} {{ ansible_x }}'}"],
  "magic variables": [
    "- debug: {msg: '{{ hostvars[groups.db[0]].x }} {{ group_names }} {{ role_path }} {{ omit }} {{ playbook_dir }}'}",
  ],
  "lookup('vars')": ["- debug: {msg: \"{{ lookup('vars', 'x') }} {{ vars['x'] }} {{ vars.x }}\"}"],
  "names that a template sets": [
    "- debug: {msg: '{% for x in [1] %}{{ x }}{{ loop.index }}{% endfor %}{% set y = 1 %}{{ y }}'}",
  ],
  default: ["- debug: {msg: '{{ x | default(1) }} {{ x.y.z | d(omit) }}'}"],
  "is defined": ["- debug: {msg: '{{ x.a if x is defined else 0 }} {{ x is defined and x.b }}'}"],
  "a condition": ["- {debug: {var: x}, when: x is defined}"],
  "a condition in a list": ["- {debug: {var: x.y}, when: [true, x is defined and x.y is defined]}"],
  "not undefined": ["- {debug: {var: x}, when: not x is undefined}"],
  "a block's condition": ["- {block: [{debug: {var: x}}], when: x is defined}"],
  "a condition by default": ["- {debug: {var: x}, when: x | default(false)}"],
  "a condition of an include": [
    "- {include_tasks: u.yml, when: x is defined}",
    { "u.yml": "- debug: {var: x}" },
  ],
  "a condition through a variable": [
    "- {debug: {var: x}, when: has_x}",
    { "group_vars/all.yml": "has_x: '{{ x is defined }}'" },
  ],
  "a guard around a variable that uses it": [
    "- debug: {msg: '{{ y | default(1) }}'}",
    { "group_vars/all.yml": "y: '{{ x }}'" },
  ],
  "a block's vars": ["- {block: [{debug: {var: x}}], vars: {x: 1}}"],
  "a task's vars": ["- {debug: {var: y}, vars: {x: 1, y: '{{ x }}'}}"],
  "what a rescue knows": [
    "- block: [{command: ls}]\n  rescue: [{debug: {msg: '{{ ansible_failed_result.msg }} {{ ansible_failed_task.name }}'}}]",
  ],
  "one host's variable": ["- debug: {var: x}", { "inventory/host_vars/h2.yml": "x: 1" }],
  "one group's variable": ["- debug: {var: x}", { "group_vars/db.yml": "x: 1" }],
  "an inventory's inline variable": ["- debug: {var: x}", { "inventory/hosts": "h1 x=1\nh2" }],
  "an extra variable": ["- debug: {var: x}", {}, "-e", "x=1"],
  "a file of extra variables": ["- debug: {var: x}", { "e.yml": "x: 1" }, "-e", "@e.yml"],
  "a role that is imported": [
    "- import_role: {name: r}\n- debug: {var: x}",
    { "roles/r/defaults/main.yml": "x: 1" },
  ],
  "a role that is included publicly": [
    "- include_role: {name: r, public: true}\n- debug: {var: x}",
    { "roles/r/vars/main.yml": "x: 1", "roles/r/tasks/main.yml": "- ping:" },
  ],
  "an include_role's vars": [
    "- {include_role: {name: r}, vars: {x: 1}}",
    { "roles/r/tasks/main.yml": "- debug: {var: x}" },
  ],
  "a dependency of an included role": [
    "- include_role: {name: r}",
    {
      "roles/r/tasks/main.yml": "- debug: {var: x}",
      "roles/r/meta/main.yml": "dependencies: [s]",
      "roles/s/defaults/main.yml": "x: 1",
    },
  ],
  "a template's own name": [
    "- template: {src: a.hbs, dest: /a}",
    {
      "templates/a.hbs":
        "{{ template_path }}{{#each groups.db}}{{ this }}{{ @index }}{{/each}}{{ default x 1 }}",
    },
  ],
};

test.each(Object.entries(defined))("gives no false alarm for %s", (_, [tasks, more = {}, ...argv]) => {
  expect(complaints(compileTree({ "site.yml": playOf(tasks), ...more }, ...argv).errors)).toEqual([]);
});

const playbooks: Readonly<Record<string, Tree>> = {
  "a register of another play": {
    "site.yml":
      "- hosts: db\n  tasks: [{command: ls, register: x}]\n- hosts: all\n  tasks: [{debug: {var: x}}]",
  },
  vars_files: {
    "site.yml": "- hosts: all\n  vars_files: [v.yml]\n  tasks: [{debug: {var: x}}]",
    "v.yml": "x: 1",
  },
  "vars_files with a template": {
    "site.yml": "- hosts: all\n  vars_files: ['{{ inventory_hostname }}.yml']\n  tasks: [{debug: {var: x}}]",
  },
  "import_playbook's vars": {
    "site.yml": "- import_playbook: p.yml\n  vars: {x: 1}",
    "p.yml": "- hosts: all\n  tasks: [{debug: {var: x}}]",
  },
  "a role's parameters": {
    "site.yml": "- hosts: all\n  roles: [{role: r, x: 1}]",
    "roles/r/tasks/main.yml": "- debug: {var: x}",
  },
  "a parameter of the role that needs it": {
    "site.yml": "- hosts: all\n  roles: [{role: r, x: 1}]",
    "roles/r/meta/main.yml": "dependencies: [s]",
    "roles/s/tasks/main.yml": "- debug: {var: x}",
  },
  "a role's condition": {
    "site.yml": "- hosts: all\n  roles: [{role: r, when: x is defined}]",
    "roles/r/tasks/main.yml": "- debug: {var: x}",
  },
  "a role of the same play": {
    "site.yml": "- hosts: all\n  roles: [r]\n  post_tasks: [{debug: {var: x}}]",
    "roles/r/defaults/main.yml": "x: 1",
  },
  "a register in a role's dependency": {
    "site.yml": "- hosts: all\n  roles: [r]\n  tasks: [{debug: {var: x}}]",
    "roles/r/meta/main.yml": "dependencies: [s]",
    "roles/s/tasks/main.yml": "- {command: ls, register: x}",
  },
};

test.each(Object.entries(playbooks))("gives no false alarm for %s", (_, tree) => {
  expect(complaints(compileTree(tree).errors)).toEqual([]);
});

test("what play brings itself has no undefined variable", () => {
  const { errors } = compileTree({
    "site.yml": "- hosts: all\n  roles: [cluster, pki, etcd]",
    "inventory/hosts": "[etcd]\nh1",
  });
  expect(complaints(errors)).toEqual([]);
});
