import { expect, test } from "vitest";
import type { CompiledTask } from "../../engine/compile/program.ts";
import type { Template } from "../../engine/template/contract.ts";
import type { Value } from "../../engine/model/value.ts";
import { compileTree, complaints, scopeOf, taskNamed, texts, type Tree } from "./compile-tree.ts";

/** One task deep inside of everything that hands keywords on; each says where it is from. */
const nested: Tree = {
  "outer.yml": `- import_playbook: site.yml
  vars: {v: import}
  tags: import
  when: c_import`,
  "site.yml": `- hosts: all
  gather_facts: false
  tags: play
  vars: {v: play}
  become: true
  environment: {E: play}
  roles:
  - role: top
    when: c_role
    tags: role
    vars: {p: top}
    become_user: role`,
  "roles/top/meta/main.yml": `dependencies:
- role: low
  when: c_dependency
  tags: dependency
  vars: {p: low}
  environment: {E: dependency}`,
  "roles/low/tasks/main.yml": `- block:
  - import_tasks: more.yml
    when: c_tasks
    tags: tasks
    vars: {v: tasks}
  when: c_block
  tags: block
  vars: {v: block}
  environment: [{E: block}]
  become_user: block
  notify: h_block`,
  "roles/low/tasks/more.yml": `- name: deep
  ping:
  when: [c_task, c_second]
  tags: [task]
  vars: {v: task}
  environment: {E: task}
  become: false
  notify: h_task`,
  "roles/low/handlers/main.yml": "- {name: h_block, ping: }\n- {name: h_task, ping: }",
};

const inside: Tree = {
  ...nested,
  "site.yml": (nested["outer.yml"] ?? "").replace("site.yml", "inner.yml"),
  "inner.yml": nested["site.yml"] ?? "",
};

function deep(): CompiledTask {
  const compiled = compileTree(inside);
  expect(complaints(compiled.errors.filter(({ code }) => code !== "UNDEFINED_VARIABLE"))).toEqual([]);
  return taskNamed(compiled, "deep");
}

const rendered = (templates: readonly Template[]): readonly Value[] =>
  templates.map((template) => template.render(scopeOf({})));

test("conditions add up from the outside in", () => {
  const names = deep().when.flatMap((template) => template.references.map(({ name }) => name));
  expect(names).toEqual("c_import c_role c_dependency c_block c_tasks c_task c_second".split(" "));
});

test("tags add up", () => {
  expect(deep().tags).toEqual("import play role dependency block tasks task".split(" "));
});

test("variables are handed on layer by layer, the innermost last", () => {
  const layers = deep().variables.map((layer) => layer.get("v")?.render(scopeOf({})));
  expect(layers).toEqual(["import", "block", "tasks", "task"]);
});

test("environments are handed on, the innermost last", () => {
  expect(rendered(deep().environment)).toEqual([
    { E: "play" },
    { E: "dependency" },
    { E: "block" },
    { E: "task" },
  ]);
});

test("of settings the innermost counts", () => {
  const { settings } = deep();
  const all = [...settings].map(([name, template]) => [name, template.render(scopeOf({}))]);
  expect(Object.fromEntries(all)).toEqual({ become: false, become_user: "block" });
});

test("notifications of a block are those of its tasks, too", () => {
  expect(texts(rendered(deep().notify))).toEqual(["h_block", "h_task"]);
});

test("a dependency knows its role's parameters, and has its own", () => {
  const { role } = deep();
  expect(role?.name).toBe("low");
  expect(role?.params.get("p")?.render(scopeOf({}))).toBe("low");
  expect(role?.parents.map(({ name, params }) => [name, params.get("p")?.render(scopeOf({}))])).toEqual([
    ["top", "top"],
  ]);
});

test("what an include brings inherits what is around it, its parameters and apply, not its condition", () => {
  const compiled = compileTree({
    "site.yml": `- hosts: all
  gather_facts: false
  tasks:
  - when: outer is defined
    block:
    - include_tasks: {file: more.yml, apply: {become: true, vars: {a: 1}, when: applied is defined}}
      when: own is defined
      vars: {p: 2}
      tags: own`,
    "more.yml": "- {name: inner, ping: }",
  });
  expect(complaints(compiled.errors)).toEqual([]);
  const task = taskNamed(compiled, "inner");
  const conditions = task.when.flatMap((template) => template.references.map(({ name }) => name));
  expect(conditions).toEqual(["outer", "applied"]);
  expect(task.tags).toEqual([]);
  expect(task.includeParams.map((layer) => [...layer.keys()])).toEqual([["p"]]);
  expect(task.variables.map((layer) => [...layer.keys()])).toEqual([["a"]]);
  expect([...task.settings.keys()]).toEqual(["become"]);
});

test("gathering facts stands under the conditions of the import only", () => {
  const compiled = compileTree({
    "site.yml": "- import_playbook: inner.yml\n  when: wanted is defined",
    "inner.yml": "- hosts: all\n  gather_facts: '{{ facts | default(true) }}'",
  });
  const conditions = compiled.program.plays[0]?.gatherFacts?.when.flatMap(({ references }) => references);
  expect(conditions?.map(({ name }) => name)).toEqual(["wanted", "facts"]);
});
