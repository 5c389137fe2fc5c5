import { expect, test } from "vitest";
import { compileTasks, compileTree, complaints, places, playOf, taskNames } from "./compile-tree.ts";

const tagged = `
- {name: plain, ping: }
- {name: a, ping: , tags: a}
- {name: b, ping: , tags: "b, c"}
- {name: always, ping: , tags: [always, x]}
- {name: never, ping: , tags: [never, debug]}
- name: block
  tags: outer
  block:
  - {name: inner, ping: , tags: inner}
`;

// https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_tags.html
const selections: Readonly<Record<string, readonly [readonly string[], string]>> = {
  nothing: [[], "plain a b always inner"],
  "a tag": [["-t", "a"], "a always"],
  "two tags": [["-t", "a,c"], "a b always"],
  "a tag given twice": [["-t", "a", "-t", "c"], "a b always"],
  "an inherited tag": [["-t", "outer"], "always inner"],
  all: [["-t", "all"], "plain a b always inner"],
  tagged: [["-t", "tagged"], "a b always inner"],
  untagged: [["-t", "untagged"], "plain always"],
  "a tag of what is never played": [["-t", "debug"], "always never"],
  "never itself": [["-t", "never"], "always never"],
  "all and never": [["-t", "all,never"], "plain a b always never inner"],
  "a skipped tag": [["--skip-tags", "a,inner"], "plain b always"],
  "skipped always": [["--skip-tags", "always"], "plain a b inner"],
  "skipped untagged": [["--skip-tags", "untagged"], "a b always inner"],
  "skipped tagged": [["--skip-tags", "tagged"], "plain"],
  "skipped all": [["--skip-tags", "all"], "always"],
  "a tag without another": [["-t", "a,b", "--skip-tags", "c"], "a always"],
};

test.each(Object.entries(selections))("by tags takes what is asked for: %s", (_, [argv, want]) => {
  const compiled = compileTasks(tagged, {}, ...argv);
  expect(complaints(compiled.errors)).toEqual([]);
  expect(taskNames(compiled).join(" ")).toBe(want);
});

test("always wins over never", () => {
  expect(taskNames(compileTasks("- {name: both, ping: , tags: [never, always]}"))).toEqual(["both"]);
});

const included = {
  "site.yml": playOf(
    "- {name: in, include_tasks: more.yml, tags: t}\n- {name: im, import_tasks: more.yml, tags: t}",
  ),
  "more.yml": "- {name: m, ping: }\n- {name: n, ping: , tags: t}",
};

test("the tags of an include are its own, those of an import are inherited", () => {
  expect(taskNames(compileTree(included, "-t", "t"))).toEqual(["in", "n", "m", "n"]);
});

test("an include hands its tags on under apply", () => {
  const site = playOf("- include_tasks: {file: more.yml, apply: {tags: t}}\n  name: in\n  tags: t");
  expect(taskNames(compileTree({ ...included, "site.yml": site }, "-t", "t"))).toEqual(["in", "m", "n"]);
});

const roles = {
  "site.yml": `- hosts: all
  gather_facts: false
  pre_tasks: [{name: pre, ping: }, {name: ever, ping: , tags: always}]
  roles: [a]
  tasks:
  - {name: plain, ping: }
  - {name: in, include_role: {name: b}}
  - {import_role: {name: c}}
  - {name: open, include_tasks: "{{ x | default('none.yml') }}"}
`,
  "roles/a/tasks/main.yml": "- {name: one, ping: }\n- {name: sub, import_role: {name: c}}",
  "roles/a/meta/main.yml": "dependencies: [d]",
  "roles/b/tasks/main.yml": "- {name: two, ping: }",
  "roles/c/tasks/main.yml": "- {name: three, ping: }",
  "roles/d/tasks/main.yml": "- {name: four, ping: }",
};

const byRole: Readonly<Record<string, readonly string[]>> = {
  "with what it imports, without what it depends on": ["a", "ever", "a: one", "c: three", "open"],
  "that an include brings": ["b", "ever", "in", "b: two", "open"],
  "wherever it is imported": ["c", "ever", "c: three", "c: three", "open"],
  "that is a dependency": ["d", "ever", "d: four", "open"],
};

test.each(Object.entries(byRole))("--role takes a role %s", (_, [role = "", ...want]) => {
  const compiled = compileTree(roles, "--role", role);
  expect(complaints(compiled.errors)).toEqual([]);
  expect(taskNames(compiled)).toEqual(want);
});

const starts: Readonly<Record<string, readonly [string, string]>> = {
  "a task": ["b", "b always inner"],
  "a task in a block": ["inner", "inner"],
  "a glob": ["al*", "always inner"],
};

test.each(Object.entries(starts))("--start-at-task starts at %s", (_, [name, want]) => {
  const compiled = compileTasks(tagged, {}, "--start-at-task", name);
  expect(complaints(compiled.errors)).toEqual([]);
  expect(taskNames(compiled).join(" ")).toBe(want);
});

test("--start-at-task starts at an include, at what it brings, and at a role's task by its full name", () => {
  expect(taskNames(compileTree(included, "--start-at-task", "in"))).toEqual(["in", "m", "n", "m", "n"]);
  expect(taskNames(compileTree(included, "--start-at-task", "n"))).toEqual(["in", "n", "m", "n"]);
  expect(taskNames(compileTree(roles, "--start-at-task", "b : two")).slice(0, 2)).toEqual(["in", "b: two"]);
});

test("facts are gathered whatever is asked for, but not where always is skipped", () => {
  const site = "- hosts: all\n  tasks: [{name: a, ping: , tags: a}, {name: b, ping: }]";
  const gathers = (...argv: string[]): boolean =>
    compileTree({ "site.yml": site }, ...argv).program.plays[0]?.gatherFacts !== undefined;
  expect([gathers("-t", "a"), gathers("--start-at-task", "b"), gathers("--skip-tags", "always")]).toEqual([
    true,
    true,
    false,
  ]);
});

const slips: Readonly<Record<string, readonly [readonly string[], string, RegExp]>> = {
  "a tag": [["-t", "inenr"], "UNKNOWN_TAG --tags:1:1", /did you mean "inner"/],
  "a skipped tag": [["--skip-tags", "zz"], "UNKNOWN_TAG --skip-tags:1:1", /there are: /],
  "a role": [["--role", "etdc"], "UNKNOWN_ROLE --role:1:1", /^$/],
  "a task to start at": [["--start-at-task", "alwasy"], "UNKNOWN_TASK --start-at-task:1:1", /"always"/],
};

test.each(Object.entries(slips))("tells %s that is nowhere", (_, [argv, place, hint]) => {
  const { errors } = compileTasks(tagged, {}, ...argv);
  expect(places(errors)).toEqual([place]);
  expect(errors[0]?.hint ?? "").toMatch(hint);
});

test("a tag may be on tasks that only the run will bring; a task to start at may not", () => {
  const site = playOf("- include_tasks: '{{ inventory_hostname }}.yml'\n  tags: always");
  expect(places(compileTree({ "site.yml": site }, "-t", "a").errors)).toEqual([]);
  expect(places(compileTree({ "site.yml": site }, "--start-at-task", "a").errors)).toEqual([
    "UNKNOWN_TASK --start-at-task:1:1",
  ]);
});
