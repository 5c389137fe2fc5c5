import { expect, test } from "vitest";
import { emptyScope } from "../../engine/model/scope.ts";
import { compileTasks, compileTree, complaints, places, taskList, taskNames } from "./compile-tree.ts";

function playWith(keywords: string, ...argv: readonly string[]): ReturnType<typeof compileTree> {
  const site = `- hosts: all\n  gather_facts: false\n${keywords.replaceAll(/^/gm, "  ")}\n`;
  return compileTree({ "site.yml": site, "inventory/hosts": "h1\nh2\nh3\n[db]\nh2\n[none]" }, ...argv);
}

const serials: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  "a number": ["serial: 2", ["2"]],
  "a percentage": ['serial: "20%"', ["20%"]],
  steps: ['serial: [1, 5, "50%"]', ["1", "5", "50%"]],
  none: ["tags: []", []],
  "none at a time": ["serial: 0", ["100%"]],
  "a template": ["vars: {n: 3}\nserial: '{{ n }}'", ["3"]],
};

test.each(Object.entries(serials))("reads serial as %s", (_, [keywords, want]) => {
  const { program, errors } = playWith(keywords);
  expect(complaints(errors)).toEqual([]);
  expect(program.plays[0]?.serial).toEqual(want);
});

test("serial may come from the command line", () => {
  expect(playWith("serial: '{{ n }}'", "-e", "n=2").program.plays[0]?.serial).toEqual(["2"]);
});

const patterns: Readonly<Record<string, readonly [string, string, ...string[]]>> = {
  "in inventory order": ["[h3, h1]", "h1 h3"],
  "with a template": ["'{{ group }}'", "h2", "-e", "group=db"],
  "with a template's default": ["\"{{ group | default('db') }}\"", "h2"],
  "of an empty group": ["none", ""],
  "that --limit leaves": ["all", "h1 h2", "-l", "all:!h3"],
  "without those that it does not leave": ["db", "", "-l", "h1"],
  "this machine": ["localhost", "localhost"],
};

test.each(Object.entries(patterns))("knows a play's hosts %s", (_, [hosts, want, ...argv]) => {
  const tree = { "site.yml": `- hosts: ${hosts}`, "inventory/hosts": "h1\nh2\nh3\n[db]\nh2\n[none]" };
  const { program, errors } = compileTree(tree, ...argv);
  expect(complaints(errors)).toEqual([]);
  expect(program.plays[0]?.hosts.join(" ")).toBe(want);
});

const names: Readonly<Record<string, string>> = {
  "name: a play": "a play",
  "vars: {n: 1}\nname: play {{ n }}": "play 1",
  "name: play {{ inventory_hostname }}": "play {{ inventory_hostname }}",
  "tags: []": "all",
};

test.each(Object.entries(names))("names a play: %s", (keywords, want) => {
  expect(playWith(keywords).program.plays[0]?.name).toBe(want);
});

test("puts the tasks into the order in which they are played", () => {
  const list = (name: string): string => `[{name: ${name}, ping: }]`;
  const { program, errors } = compileTree({
    "site.yml": `- hosts: all
  post_tasks: ${list("post")}
  tasks: ${list("task")}
  roles: [r]
  pre_tasks: ${list("pre")}`,
    "roles/r/tasks/main.yml": list("role"),
  });
  expect(complaints(errors)).toEqual([]);
  expect(taskNames({ program, errors })).toEqual(["pre", "r: role", "task", "post"]);
  expect(program.plays[0]?.sections.map((section) => section.length)).toEqual([1, 2, 1]);
});

test("reads a loop and its control", () => {
  const [task] = taskList(
    compileTasks(
      "- ping:\n  with_dict: {a: 1}\n  loop_control: {loop_var: x, index_var: i, label: '{{ x.key }}', extended: true}",
    ),
  );
  expect(task?.loop).toMatchObject({ lookup: "dict", loopVar: "x", indexVar: "i", extended: true });
  expect(task?.loop?.items.render(emptyScope)).toEqual({ a: 1 });
});

/** Keywords of one task or play, what is wrong with them, and where (a task's stand in lines 5 and on). */
const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  "loop: {a: 1}": ["BAD_SHAPE site.yml:5:13", /dict2items/],
  "loop: abc": ["BAD_SHAPE site.yml:5:13", /list/],
  "with_nonesuch: [1]": ["UNKNOWN_KEY site.yml:5:7", /^/],
  "with_items: [1]\n  loop: [2]": ["BAD_SHAPE site.yml:6:13", /^$/],
  "loop: [1]\n  loop_control: {labl: x}": ["UNKNOWN_KEY site.yml:6:22", /"label"/],
  "loop: [1]\n  loop_control: {loop_var: a b}": ["BAD_SHAPE site.yml:6:32", /letters/],
  "register: a-b": ["BAD_SHAPE site.yml:5:17", /letters/],
  "register: '{{ a }}'": ["BAD_SHAPE site.yml:5:17", /plain|\{\{/],
  "tags: '{{ a }}'": ["BAD_SHAPE site.yml:5:13", /\{\{/],
  "become: maybe": ["BAD_SHAPE site.yml:5:15", /true/],
  "ignore_errors: [yes]": ["BAD_SHAPE site.yml:5:22", /./],
  "until: true\n  retries: many": ["BAD_SHAPE site.yml:6:16", /5/],
  "delay: -1": ["BAD_SHAPE site.yml:5:14", /5/],
  "async: 10": ["UNSUPPORTED site.yml:5:7", /done/],
  "become_method: dosa": ["UNSUPPORTED site.yml:5:22", /did you mean "doas"/],
  "connection: telnet": ["UNSUPPORTED site.yml:5:19", /ssh, local, docker/],
  "throttle: 1": ["UNSUPPORTED site.yml:5:7", /forks/],
};

test.each(Object.entries(refused))("refuses a task's %s", (keywords, [place, hint]) => {
  const { errors } = compileTasks(`- ping:\n  ${keywords}`);
  expect(places(errors)).toEqual([place]);
  expect(errors[0]?.hint ?? "").toMatch(hint);
});

const refusedOfPlays: Readonly<Record<string, readonly [string, RegExp]>> = {
  "serial: some": ["BAD_SHAPE site.yml:3:11", /20%/],
  "serial: '{{ nope }}'": ["UNDEFINED_VARIABLE site.yml:3:15", /^/],
  "strategy: free": ["UNSUPPORTED site.yml:3:3", /in step/],
  "vars_prompt: [{prompt: which}]": ["BAD_SHAPE site.yml:3:17", /name: token/],
  "vars_prompt: [{name: a b}]": ["BAD_SHAPE site.yml:3:24", /underscores/],
  "vars_prompt: [{name: a, privat: no}]": ["UNKNOWN_KEY site.yml:3:27", /"private"/],
  "vars_prompt: [{name: a, encrypt: md5}]": ["BAD_VALUE site.yml:3:36", /sha512_crypt/],
  "vars_prompt: [{name: a, default: '{{ nope }}'}]": ["UNDEFINED_VARIABLE site.yml:3:40", /^/],
  "gather_facts: perhaps": ["BAD_SHAPE site.yml:3:17", /false/],
  "order: shuffle": ["UNSUPPORTED site.yml:3:3", /inventory/],
};

test.each(Object.entries(refusedOfPlays))("refuses a play's %s", (keyword, [place, hint]) => {
  const { errors } = compileTree({ "site.yml": `- hosts: all\n  tags: []\n  ${keyword}` });
  expect(places(errors)).toEqual([place]);
  expect(errors[0]?.hint ?? "").toMatch(hint);
});

test.each(["strategy: linear", "order: inventory", "force_handlers: false", "collections: [a.b]"])(
  "takes a play's %s, which asks for what happens anyway",
  (keyword) => {
    expect(complaints(playWith(keyword).errors)).toEqual([]);
  },
);
