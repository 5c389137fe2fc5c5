import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ErrorCollector } from "../../../engine/base/play-error.ts";
import { loadInventory } from "../../../engine/load/inventory/load-inventory.ts";
import type { Inventory } from "../../../engine/model/inventory.ts";
import { hints, plainVariables, positions } from "../plain.ts";
import { writeTree } from "../write-tree.ts";

interface Loaded {
  readonly folder: string;
  readonly inventory: Inventory;
  readonly errors: ErrorCollector;
}

function load(files: Readonly<Record<string, string>>, ...sources: readonly string[]): Loaded {
  const folder = writeTree(files);
  const errors = new ErrorCollector();
  return { folder, inventory: loadInventory(sources, { cwd: folder }, errors), errors };
}

function hostsOf(inventory: Inventory, group: string): readonly string[] | undefined {
  return inventory.groups.get(group)?.hosts;
}

const yaml = `
all:
  hosts:
    lone: {a: yes, b: 0644}
  children:
    k8s:
      children:
        masters:
          hosts:
            m[1:2]:2222:
            n1:
      vars: {c: [1]}
    nodes:
      hosts:
        n1:
          d: "{{ e }}"
`;

test("reads a YAML inventory", () => {
  const { inventory, errors } = load({ "hosts.yml": yaml }, "hosts.yml");
  expect(positions(errors)).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(["lone", "m1", "m2", "n1"]);
  expect(hostsOf(inventory, "k8s")).toEqual(["m1", "m2", "n1"]);
  expect(hostsOf(inventory, "ungrouped")).toEqual(["lone"]);
  expect(plainVariables(inventory.hosts.get("lone")?.variables)).toEqual({ a: true, b: 420 });
  expect(plainVariables(inventory.hosts.get("m2")?.variables)).toEqual({ ansible_port: 2222 });
  expect(plainVariables(inventory.hosts.get("n1")?.variables)).toEqual({ d: "{{ e }}" });
  expect(plainVariables(inventory.groups.get("k8s")?.variables)).toEqual({ c: [1] });
  expect(inventory.hosts.get("n1")?.groups).toEqual(["all", "k8s", "nodes", "masters"]);
  expect(inventory.groups.get("all")).toMatchObject({ depth: 0, children: ["ungrouped", "k8s", "nodes"] });
});

test.each(["hosts", "hosts.json"])("reads the YAML form from %s", (name) => {
  const text = '{\n"web": {"hosts": {"h1": {"a": 1}}}}';
  const { inventory, errors } = load({ [name]: text }, name);
  expect(positions(errors)).toEqual([]);
  expect(hostsOf(inventory, "web")).toEqual(["h1"]);
});

test("merges several inventories, later ones win", () => {
  const files = {
    a: "[web]\nh1 x=1 y=1\n[web:vars]\nv=1\n",
    "b.yml": "web: {hosts: {h2: , h1: {x: 2}}, vars: {v: 2}}",
  };
  const { inventory, folder } = load(files, "a", "b.yml", "h3,");
  expect([...inventory.hosts.keys()].toSorted()).toEqual(["h1", "h2", "h3"]);
  expect(plainVariables(inventory.hosts.get("h1")?.variables)).toEqual({ x: 2, y: 1 });
  expect(plainVariables(inventory.groups.get("web")?.variables)).toEqual({ v: 2 });
  expect(hostsOf(inventory, "ungrouped")).toEqual(["h3"]);
  expect(inventory.files).toEqual([join(folder, "a"), join(folder, "b.yml")]);
});

test("a child group may be declared in another inventory", () => {
  const { inventory, errors } = load({ a: "[k:children]\nweb\n", b: "[web]\nh1\n" }, "a", "b");
  expect(positions(errors)).toEqual([]);
  expect(hostsOf(inventory, "k")).toEqual(["h1"]);
});

test("reads a folder, without what is no inventory", () => {
  const { inventory, errors, folder } = load(
    {
      "inv/b": "h2\n",
      "inv/a.yml": "web: {hosts: {h1: }}",
      "inv/deep/c": "h3\n",
      "inv/group_vars/web.yml": "v: 1",
      "inv/host_vars/h1/x.yml": "w: 1",
      ...Object.fromEntries(
        ["b~", "b.orig", "b.bak", "b.cfg", "b.retry", "b.pyc", ".b"].map((name) => [
          `inv/${name}`,
          "bad host line",
        ]),
      ),
    },
    "inv",
  );
  expect(positions(errors)).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(["h1", "h2", "h3"]);
  expect(inventory.files).toEqual([join(folder, "inv")]);
  expect(inventory.folders.map(({ groups }) => plainVariables(groups.get("web")))).toEqual([{ v: 1 }]);
  expect(inventory.folders.map(({ hosts }) => plainVariables(hosts.get("h1")))).toEqual([{ w: 1 }]);
});

test("finds an inventory in inventory/, and the variables beside it", () => {
  const { inventory, folder } = load(
    { "inventory/hosts": "h1\n", "inventory/group_vars/all": "v: 1\n" },
    "hosts",
  );
  expect(inventory.files).toEqual([join(folder, "inventory/hosts")]);
  expect(plainVariables(inventory.folders[0]?.groups.get("all"))).toEqual({ v: 1 });
});

test("reads a list of hosts", () => {
  const { inventory, errors } = load({}, "h1, n[1:2]:22,::1");
  expect(positions(errors)).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(["h1", "n1", "n2", "::1"]);
  expect(inventory).toMatchObject({ files: [], folders: [] });
  expect(hostsOf(inventory, "all")).toEqual(["h1", "n1", "n2", "::1"]);
});

test("has all and ungrouped without any inventory", () => {
  const { inventory } = load({});
  expect([...inventory.groups.keys()]).toEqual(["all", "ungrouped"]);
});

test("refuses an inventory program", () => {
  const folder = writeTree({ run: "#!/bin/sh\necho {}\n", plain: "h1\n" });
  chmodSync(join(folder, "run"), 0o755);
  chmodSync(join(folder, "plain"), 0o755);
  const errors = new ErrorCollector();
  const { hosts } = loadInventory(["run", "plain"], { cwd: folder }, errors);
  expect([...hosts.keys()]).toEqual(["h1"]);
  expect(errors.errors.map(({ code, message }) => [code, message])).toEqual([
    ["BAD_SHAPE", "run is a program, and inventory programs are not run"],
  ]);
});

const mistakes: Readonly<Record<string, readonly [string, readonly string[], RegExp]>> = {
  "an unknown key of a group": ["web: {host: {h1: }}", ["UNKNOWN_KEY h.yml:1:7"], /hosts/],
  "a host list with dashes": ["web:\n  hosts:\n    - h1", ["BAD_SHAPE h.yml:3:5"], /colon/],
  "a group that is text": ["web: x", ["BAD_SHAPE h.yml:1:6"], /colon/],
  "a list": ["- a", ["BAD_SHAPE h.yml:1:1"], /colon/],
  "a circle": ["a: {children: {b: {children: {a: }}}}", ["GROUP_CYCLE h.yml:1:31"], /a → b → a/],
  "a syntax error": ["a: b: c", ["YAML_SYNTAX h.yml:1:4"], /quoted/],
};

test.each(Object.entries(mistakes))("reports %s", (_, [text, want, hint]) => {
  const { errors } = load({ "h.yml": text }, "h.yml");
  expect(positions(errors)).toEqual(want);
  expect(hints(errors)[0] ?? "").toMatch(hint);
});

test("reports an inventory that is missing, and one that is not UTF-8", () => {
  const { errors } = load({ hosts: "" }, "hsots");
  expect(errors.errors.map(({ code, hint }) => [code, hint])).toEqual([
    ["FILE_NOT_FOUND", 'did you mean "hosts"?'],
  ]);
});
