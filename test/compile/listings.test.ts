import { expect, test } from "vitest";
import { listProgram } from "../../engine/cli/listings.ts";
import type { Listing } from "../../engine/cli/options.ts";
import { compileTree, complaints } from "./compile-tree.ts";

const tree = {
  "site.yml": `- name: members
  hosts: all
  roles: [{role: r, tags: base}]
  tasks:
  - block:
    - {name: in a block, ping: , tags: [b, a]}
  - {name: more, include_tasks: more.yml, tags: a}
  - {name: later, include_tasks: "{{ inventory_hostname }}.yml"}
  - {name: "on {{ inventory_hostname }}", ping: }
  - command: ls
- hosts: none`,
  "more.yml": "- {name: inner, ping: }",
  "roles/r/tasks/main.yml": "- {name: install, ping: , tags: c}",
  "inventory/hosts": "h1\nh2\n[none]",
};

function listed(lists: readonly Listing[], ...argv: readonly string[]): string {
  const { program, errors } = compileTree(tree, ...argv);
  expect(complaints(errors)).toEqual([]);
  return listProgram(program, lists);
}

test("lists the tasks of each play, with roles and tags, and what includes are known to bring", () => {
  expect(listed(["tasks"])).toBe(`play #1: members
  tasks:
    r : install   TAGS: [base, c]
    in a block   TAGS: [b, a]
    more   TAGS: [a]
      inner
    later
    on {{ inventory_hostname }}
    command

play #2: none
  tasks:
`);
});

test("lists only what is asked for", () => {
  expect(listed(["tasks"], "-t", "base")).toContain("tasks:\n    r : install   TAGS: [base, c]\n\n");
  expect(listed(["hosts"], "-l", "h2")).toContain("hosts (1):\n    h2\n");
});

test("lists hosts and tags in one go, whatever the order of the flags", () => {
  expect(listed(["tags", "hosts"])).toBe(`play #1: members
  hosts (2):
    h1
    h2
  tags: [a, b, base, c]

play #2: none
  hosts (0):
  tags: []
`);
});
