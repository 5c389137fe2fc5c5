import { expect, test } from "vitest";
import { handlerNames } from "../../engine/compile/handlers.ts";
import { emptyScope } from "../../engine/model/scope.ts";
import { compileTree, complaints, places, type Tree } from "./compile-tree.ts";

function play(tasks: string, handlers = "[]"): string {
  return `- hosts: all\n  gather_facts: false\n  tasks:\n  - ${tasks}\n  handlers: ${handlers}\n`;
}

const role: Tree = {
  "roles/r/tasks/main.yml": "- {ping: , notify: restart}",
  "roles/r/handlers/main.yml": "- {name: restart, ping: , listen: [topic, other]}",
};

const found: Readonly<Record<string, Tree>> = {
  "by its name": { "site.yml": play("{ping: , notify: h}", "[{name: h, ping: }]") },
  "by what it listens to": { "site.yml": play("{ping: , notify: [t]}", "[{name: h, listen: t, ping: }]") },
  "in a role, by its full name": {
    ...role,
    "site.yml": play("{ping: , notify: 'r : restart'}") + "  roles: [r]",
  },
  "in a role that a task imports": {
    ...role,
    "site.yml": play("{import_role: {name: r}}\n  - {ping: , notify: topic}"),
  },
  "in a role that a task includes": {
    ...role,
    "site.yml": play("{include_role: {name: r}}\n  - {ping: , notify: restart}"),
  },
  "in a dependency of a role that a role includes": {
    ...role,
    "site.yml": play("{ping: , notify: other}") + "  roles: [top]",
    "roles/top/tasks/main.yml": "- include_role: {name: middle}",
    "roles/middle/meta/main.yml": "dependencies: [r]",
  },
  "that is imported": {
    "site.yml": play("{ping: , notify: h}", "[{import_tasks: h.yml}]"),
    "h.yml": "- {name: h, ping: }",
  },
  "that another handler notifies": {
    "site.yml": play("{ping: , notify: h}", "[{name: h, ping: , notify: i}, {name: i, ping: }]"),
  },
  "whose name only the run knows": {
    "site.yml": play("{ping: , notify: h1}", "[{name: '{{ inventory_hostname }}', ping: }]"),
  },
  "of a role that only the run knows": {
    "site.yml": play("{include_role: {name: '{{ inventory_hostname }}'}}\n  - {ping: , notify: anything}"),
  },
};

test.each(Object.entries(found))("finds a handler %s", (_, tree) => {
  expect(complaints(compileTree(tree).errors)).toEqual([]);
});

test("a handler answers to its name, its full name and its topics", () => {
  const { program } = compileTree({ ...role, "site.yml": "- hosts: all\n  roles: [r]" });
  const names = program.plays[0]?.handlers.flatMap((handler) => handlerNames(handler, emptyScope));
  expect(names).toEqual(["restart", "r : restart", "topic", "other"]);
});

test("a role's handlers are there once, before the play's, whatever tags are asked for", () => {
  const tasks = "{ping: , tags: t}\n  - {import_role: {name: r}}\n  - {include_role: {name: r}}";
  const site = play(tasks, "[{name: last, ping: }]") + "  roles: [r]";
  const { program } = compileTree({ ...role, "site.yml": site }, "-t", "t");
  const names = program.plays[0]?.handlers.map((handler) => handler.name.render(emptyScope));
  expect(names).toEqual(["restart", "last"]);
});

test("a role's handlers stand under the fewest conditions that the role comes under", () => {
  const site = "- hosts: all\n  roles: [{role: r, when: x is defined}, r, {role: r, when: y is defined}]";
  const { program } = compileTree({ ...role, "site.yml": site });
  expect(program.plays[0]?.handlers.map((handler) => handler.when.length)).toEqual([0]);
});

const missing: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  "a misspelt handler": [
    play("{ping: , notify: restat}", "[{name: restart, ping: }]"),
    "4:22",
    /did you mean "restart"/,
  ],
  "a handler where there is none": [play("{ping: , notify: x}"), "4:22", /handlers:/],
  "one of several": [play("{ping: , notify: [h, zzz]}", "[{name: h, ping: }]"), "4:26", /there are: h/],
  "a handler's handler": [play("{ping: , notify: h}", "[{name: h, ping: , notify: qqq}]"), "5:40", /h/],
};

test.each(Object.entries(missing))("tells %s", (_, [text, place, hint]) => {
  const { errors } = compileTree({ "site.yml": text });
  expect(places(errors)).toEqual([`UNKNOWN_HANDLER site.yml:${place}`]);
  expect(errors[0]?.hint).toMatch(hint);
});
