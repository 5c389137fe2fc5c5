import { join } from "node:path";
import { expect, test } from "vitest";
import { ErrorCollector } from "../../../engine/base/play-error.ts";
import { loadInventory } from "../../../engine/load/inventory/load-inventory.ts";
import type { Inventory } from "../../../engine/model/inventory.ts";
import { hints, plainVariables, positions } from "../plain.ts";
import { writeTree } from "../write-tree.ts";

function load(text: string): { inventory: Inventory; errors: ErrorCollector } {
  const folder = writeTree({ hosts: text });
  const errors = new ErrorCollector();
  return { inventory: loadInventory([join(folder, "hosts")], { cwd: folder }, errors), errors };
}

function variablesOf(line: string): unknown {
  const { inventory, errors } = load(`h ${line}`);
  expect(positions(errors)).toEqual([]);
  return plainVariables(inventory.hosts.get("h")?.variables);
}

test("reads groups, hosts before the first section, and comments", () => {
  const { inventory, errors } = load("lone # c\n; c\n[web] # c\nw1\nw2\n\n[db-1]\nd1\nw1\n[empty]\n");
  expect(positions(errors)).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(["lone", "w1", "w2", "d1"]);
  const members = [...inventory.groups].map(([name, { hosts }]) => [name, hosts]);
  expect(members).toEqual([
    ["all", ["lone", "w1", "w2", "d1"]],
    ["ungrouped", ["lone"]],
    ["web", ["w1", "w2"]],
    ["db-1", ["w1", "d1"]],
    ["empty", []],
  ]);
  expect(inventory.hosts.get("w1")?.groups).toEqual(["all", "db-1", "web"]);
});

test("reads children and group variables, also before the group itself", () => {
  const { inventory, errors } = load(
    '[k8s:children]\nweb\ndb\n[k8s:vars]\na=1\n[web]\nw1\n[db]\nd1\n[all:vars]\nb = "two words"\n',
  );
  expect(positions(errors)).toEqual([]);
  expect(inventory.groups.get("k8s")).toMatchObject({
    hosts: ["w1", "d1"],
    children: ["web", "db"],
    depth: 1,
  });
  expect(inventory.groups.get("web")?.depth).toBe(2);
  expect(plainVariables(inventory.groups.get("k8s")?.variables)).toEqual({ a: 1 });
  expect(plainVariables(inventory.groups.get("all")?.variables)).toEqual({ b: "two words" });
  expect(inventory.hosts.get("w1")?.groups).toEqual(["all", "k8s", "web"]);
});

test("orders groups by depth, priority and name", () => {
  const { inventory } = load(
    "[b]\nh\n[a]\nh\n[z]\nh\n[c]\nh\n[c:vars]\nansible_group_priority=10\n[z:children]\na",
  );
  expect(inventory.hosts.get("h")?.groups).toEqual(["all", "b", "z", "c", "a"]);
});

const values: Readonly<Record<string, readonly [string, unknown]>> = {
  numbers: ["a=5 b=-1.5 c=0x10 d=1_000", { a: 5, b: -1.5, c: 16, d: 1000 }],
  "truth values of Python": ["a=True b=False c=None", { a: true, b: false, c: null }],
  "words that only YAML takes for truth": [
    "a=yes b=true c=FALSE d=null",
    { a: "yes", b: "true", c: "FALSE", d: "null" },
  ],
  "text that looks like a number": [
    "a=0644 b=10.0.0.1 c=1.2.3 d='\"5\"'",
    { a: "0644", b: "10.0.0.1", c: "1.2.3", d: "5" },
  ],
  "quoted text": [`a="b c" b='d e' c=x"y z"`, { a: "b c", b: "d e", c: "xy z" }],
  "quotes that only group": ["a='5' b=\"True\"", { a: 5, b: true }],
  "lists and dicts": [
    `a="['x', 1]" b="{'k': [1, 2]}" c="(1, 2)"`,
    { a: ["x", 1], b: { k: [1, 2] }, c: [1, 2] },
  ],
  templates: ['a="{{ b }}" b={{c}}', { a: "{{ b }}", b: "{{c}}" }],
  "values with an equals sign": ["a='-o X=y'", { a: "-o X=y" }],
  comments: ["a=b # c=d", { a: "b" }],
  "old names as they are": ["ansible_ssh_host=x", { ansible_ssh_host: "x" }],
  escapes: [String.raw`a=b\ c d="x\"y"`, { a: "b c", d: 'x"y' }],
};

test.each(Object.entries(values))("types %s", (_, [line, want]) => {
  expect(variablesOf(line)).toEqual(want);
});

test("values of [group:vars] are literals too, and hold their blanks", () => {
  const { inventory } = load("[g:vars]\na=True\nb='x y'\nc=x y # z\nd=\ne = {\"k\": 1}\nf=a=b\n[g]\n");
  expect(plainVariables(inventory.groups.get("g")?.variables)).toEqual({
    a: true,
    b: "x y",
    c: "x y # z",
    d: "",
    e: { k: 1 },
    f: "a=b",
  });
});

const names: Readonly<Record<string, readonly string[]>> = {
  "n[1:3]": ["n1", "n2", "n3"],
  "n[01:03]x": ["n01x", "n02x", "n03x"],
  "n[:2]": ["n0", "n1", "n2"],
  "n[1:9:4]": ["n1", "n5", "n9"],
  "n[a:c]": ["na", "nb", "nc"],
  "n[1:2]-[a:b]": ["n1-a", "n1-b", "n2-a", "n2-b"],
  "[1:2]n": ["1n", "2n"],
  "::1": ["::1"],
};

test.each(Object.entries(names))("expands %s", (name, want) => {
  const { inventory, errors } = load(`[g]\n${name}\n`);
  expect(positions(errors)).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(want);
});

test.each(["n[1:2]:2222", "n1:2222\nn2:2222"])("takes the port of %j", (text) => {
  const { inventory } = load(text);
  const ports = [...inventory.hosts.values()].map(({ name, variables }) => [name, plainVariables(variables)]);
  expect(ports).toEqual([
    ["n1", { ansible_port: 2222 }],
    ["n2", { ansible_port: 2222 }],
  ]);
});

test("takes the port of an address in brackets", () => {
  const { inventory } = load("[fe80::1]:22");
  expect(plainVariables(inventory.hosts.get("fe80::1")?.variables)).toEqual({ ansible_port: 22 });
});

test("reads CRLF and a byte order mark", () => {
  const { inventory, errors } = load("\uFEFF[g]\r\nh a=b\r\n");
  expect(positions(errors)).toEqual([]);
  expect(plainVariables(inventory.hosts.get("h")?.variables)).toEqual({ a: "b" });
});

test("values know where they stand", () => {
  const { inventory } = load("[g]\nh a='{{ b }}' c=\"[1, 'x']\"");
  const node = inventory.hosts.get("h")?.variables.get("a");
  expect(node?.source).toMatchObject({ start: 9, end: 16 });
  const list = inventory.hosts.get("h")?.variables.get("c");
  expect(list?.kind === "sequence" && list.items[1]?.source).toMatchObject({ start: 26, end: 27 });
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "an unknown kind of section": ["[g:childen]\na", ["INVENTORY_SYNTAX hosts:1:4"], /children/],
  "a broken header": ["[a b]\nh", ["INVENTORY_SYNTAX hosts:1:1"], /\[group\]/],
  "an open header": ["[a\nh", ["INVENTORY_SYNTAX hosts:1:1"], /\[group\]/],
  "a host among variables": ["[g]\n[g:vars]\nh1", ["INVENTORY_SYNTAX hosts:3:1"], /hosts stand under \[g\]/],
  "a word that is no variable": ["h a b=c", ["INVENTORY_SYNTAX hosts:1:3"], /quote/],
  "an open quote": ["h a='b", ["INVENTORY_SYNTAX hosts:1:5"], /^$/],
  "an undeclared child": ["[g:children]\nwbe\n[web]", ["INVENTORY_SYNTAX hosts:2:1"], /did you mean "web"/],
  "variables of no group": ["[wbe:vars]\na=1\n[web]", ["INVENTORY_SYNTAX hosts:1:2"], /did you mean "web"/],
  "a child with variables": [
    "[g:children]\nweb a=1\n[web]",
    ["INVENTORY_SYNTAX hosts:2:1"],
    /names of groups/,
  ],
  "a range that is none": ["h[1:x]", ["INVENTORY_SYNTAX hosts:1:1"], /node\[01:12\]/],
  "a range backwards": ["h[3:1]", ["INVENTORY_SYNTAX hosts:1:1"], /node/],
  "a circle": ["[a:children]\nb\n[b:children]\na", ["GROUP_CYCLE hosts:4:1"], /a → b → a/],
  "all in a group": ["[a:children]\nall", ["GROUP_CYCLE hosts:2:1"], /a → all/],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = load(text);
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});
