import { expect, test } from "vitest";
import { roleDefaults, roleParams, roleVars } from "../../engine/compile/role.ts";
import { toText } from "../../engine/model/text-form.ts";
import { compileTree, complaints, scopeOf, taskNamed, taskNames, type Tree } from "./compile-tree.ts";

function site(roles: string): string {
  return `- hosts: all\n  gather_facts: false\n  roles: ${roles}\n`;
}

const roles: Tree = {
  "roles/a/tasks/main.yml": "- {name: ta, ping: }",
  "roles/a/meta/main.yml": "dependencies: [c]",
  "roles/b/tasks/main.yml": "- {name: tb, ping: }",
  "roles/b/meta/main.yml": "dependencies: [c]",
  "roles/c/tasks/main.yml": "- {name: tc, ping: , tags: c}",
  "roles/many/tasks/main.yml": "- {name: tm, ping: }",
  "roles/many/meta/main.yml": "allow_duplicates: true",
};

const orders: Readonly<Record<string, readonly [string, string, ...string[]]>> = {
  "dependencies before the role, and once": ["[a, b]", "c: tc,a: ta,b: tb"],
  "a role once": ["[c, c]", "c: tc"],
  "a role again with other parameters": [
    "[{role: c, x: 1}, {role: c, x: 2}, {role: c, x: 1}]",
    "c: tc,c: tc",
  ],
  "a role again under another condition": ["[{role: c, when: x is defined}, c]", "c: tc,c: tc"],
  "a dependency again under another condition": [
    "[{role: a, when: x is defined}, {role: b, when: y is defined}]",
    "c: tc,a: ta,c: tc,b: tb",
  ],
  "a dependency once where the first condition holds for the second, too": [
    "[a, {role: b, when: y is defined}]",
    "c: tc,a: ta,b: tb",
  ],
  "a role again that allows it": ["[many, many]", "many: tm,many: tm"],
  "a dependency where the tags leave it": [
    "[{role: a, tags: x}, {role: b, tags: y}]",
    "c: tc,b: tb",
    "-t",
    "y",
  ],
};

test.each(Object.entries(orders))("plays %s", (_, [uses, want, ...argv]) => {
  const compiled = compileTree({ ...roles, "site.yml": site(uses) }, ...argv);
  expect(complaints(compiled.errors)).toEqual([]);
  expect(taskNames(compiled).join(",")).toBe(want);
});

test("an imported role is played each time, after its dependencies", () => {
  const tasks =
    "- hosts: all\n  gather_facts: false\n  tasks:\n  - import_role: {name: a}\n  - include_role: {name: a}\n";
  const compiled = compileTree({ ...roles, "site.yml": tasks });
  expect(taskNames(compiled)).toEqual(["c: tc", "a: ta", "include_role", "c: tc", "a: ta"]);
});

const family: Tree = {
  "site.yml":
    "- hosts: all\n  gather_facts: false\n  tasks:\n  - include_role: {name: top}\n    vars: {who: include}\n",
  "roles/top/tasks/main.yml":
    "- {name: t, debug: {msg: '{{ low_default }} {{ low_var }} {{ base_default }}'}}",
  "roles/top/meta/main.yml": "dependencies: [low, {role: second, vars: {given: 1}}]",
  "roles/top/defaults/main.yml": "who: top",
  "roles/low/meta/main.yml": "dependencies: [base]",
  "roles/low/tasks/main.yml": "- {name: l, ping: }",
  "roles/low/defaults/main.yml": "low_default: 1\nwho: low",
  "roles/low/vars/main.yml": "low_var: 1\nwho: low",
  "roles/base/defaults/main.yml": "base_default: 1\nwho: base",
  "roles/second/vars/main.yml": "who: second",
};

test("a role sees the defaults and vars of its dependencies, also when it is included", () => {
  const compiled = compileTree(family);
  expect(complaints(compiled.errors)).toEqual([]);
  const { role } = taskNamed(compiled, "t");
  const whose = (layers: ReturnType<typeof roleVars>): readonly string[] =>
    layers.flatMap((layer) => {
      const template = layer.get("who");
      return template ? [toText(template.render(scopeOf({})))] : [];
    });
  expect(whose(roleVars(role))).toEqual(["second", "low"]);
  expect(whose(roleDefaults(role))).toEqual(["top", "low", "base"]);
});

test("a dependency sees the defaults of the role that needs it before those of what it needs itself", () => {
  const { role } = taskNamed(compileTree(family), "l");
  const names = roleDefaults(role).map((layer) => toText(layer.get("who")?.render(scopeOf({})) ?? null));
  expect(names).toEqual(["low", "top", "base"]);
});

test("parameters are seen by the role and by what it depends on, the innermost first", () => {
  const compiled = compileTree({
    ...roles,
    "site.yml": site("[{role: a, vars: {p: a}}]"),
    "roles/a/meta/main.yml": "dependencies: [{role: c, vars: {p: c}}]",
  });
  const params = roleParams(taskNamed(compiled, "tc").role).map((layer) =>
    layer.get("p")?.render(scopeOf({})),
  );
  expect(params).toEqual(["c", "a"]);
});
