import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { magicNames } from "../../engine/compile/magic.ts";
import { modules } from "../../engine/module/registry.ts";
import { etcdFlags, kubernetesFlags } from "./flags.ts";
import { defaultsOf, filesOf, givenBy, readYaml, referencesIn, roles } from "./role-files.ts";

const defaults = new Map(roles.map((role) => [role, defaultsOf(role)]));
const everyDefault = new Map([...defaults.values()].flatMap((own) => Object.entries(own)));
const given = new Set(roles.flatMap(givenBy));

/** A loop's item, and what a template's own path begins with. */
const local = new Set(["item", "loop"]);

const isDefined = (name: string): boolean =>
  given.has(name) || magicNames.has(name) || local.has(name) || name.startsWith("ansible_");

describe.each(roles)("the role %s", (role) => {
  // a run finds undefined variables by itself, but not those that a default() stands in for
  test("reads no variable that nothing defines", () => {
    const strangers = filesOf(role, "defaults", "vars", "tasks", "templates").flatMap((path) =>
      referencesIn(path)
        .filter(({ name }) => !isDefined(name))
        .map(({ name }) => `${path}: ${name}`),
    );
    expect([...new Set(strangers)]).toEqual([]);
  });

  test("takes for a variable of another role what that role takes", () => {
    const others = filesOf(role, "defaults", "vars", "tasks")
      .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/\b(\w+) \| default\(([^()]*)\)/g)])
      .map(([, name, text]) => ({ name: String(name), text: String(text) }))
      .filter(({ name }) => isLiteral(everyDefault.get(name)) && !(name in (defaults.get(role) ?? {})));
    for (const { name, text } of others) {
      const [taken] = parse(`[${text}]`) as readonly unknown[];
      expect(taken, name).toEqual(plain(everyDefault.get(name), taken));
    }
  });

  test("says of each of its variables what it is for", () => {
    const undocumented = filesOf(role, "defaults").flatMap((path) => withoutComment(path));
    expect(undocumented).toEqual([]);
  });

  test("has no variable that another role has", () => {
    const others = roles.filter((other) => other !== role).flatMap((other) => Object.keys(defaultsOf(other)));
    expect(Object.keys(defaults.get(role) ?? {}).filter((name) => others.includes(name))).toEqual([]);
  });
});

const pages = [...roles.map((role) => `roles/${role}/README.md`), "docs/kubernetes.md"];

test.each(pages)("%s names no variable that nothing defines", (page) => {
  const names = [...readFileSync(page, "utf8").matchAll(/`([a-z]+(?:_[a-z0-9]+)+)(?::[^`]*|=[^`]*)?`/g)];
  const strangers = names.map(([, name]) => String(name)).filter((name) => !isDefined(name) && !isWord(name));
  expect([...new Set(strangers)]).toEqual([]);
});

test("preflight and the table of flags agree on what versions have removed", () => {
  const table = readYaml("roles/preflight/vars/main/flags.yml") as { preflight_removed_flags: RemovedFlag[] };
  const rules = table.preflight_removed_flags.map(({ flag, of, since }) => `${of} ${flag} ${since}`);
  const components = { ...kubernetesFlags, etcd: etcdFlags };
  const removed = Object.entries(components).flatMap(([component, flags]) =>
    Object.entries(flags).flatMap(([flag, life]) =>
      "removed" in life ? [{ flag: `--${flag}`, component, since: String(life.removed) }] : [],
    ),
  );
  const missing = removed.filter(
    ({ flag, component, since }) =>
      !rules.includes(`${component} ${flag} ${since}`) &&
      !rules.includes(`all ${flag} ${since}`) &&
      !(flag.startsWith("--experimental-") && rules.includes(`${component} --experimental- ${since}`)),
  );
  expect(missing).toEqual([]);
});

interface RemovedFlag {
  readonly flag: string;
  readonly of: string;
  readonly since: string;
}

/** Whether it is a value, and not a template, whose value only a run knows. */
function isLiteral(value: unknown): boolean {
  return value !== undefined && !JSON.stringify(value).includes("{{");
}

/** Of a mapping whose keys alone are asked for, the keys. */
function plain(value: unknown, like: unknown): unknown {
  const keysOnly = Array.isArray(like) && !Array.isArray(value) && typeof value === "object";
  return keysOnly ? Object.keys(value ?? {}) : value;
}

/** Variables without a comment above them or above those that they directly follow. */
function withoutComment(path: string): readonly string[] {
  const blocks = readFileSync(path, "utf8").split("\n\n");
  return blocks
    .filter((block) => /^\w+:/m.test(block) && !/^# (?!---)/.test(block))
    .map((block) => `${path}: ${/^\w+/m.exec(block)?.[0] ?? ""}`);
}

/** Names that are no variables: of roles and their steps, groups, modules of the kernel and of play, rules. */
function isWord(name: string): boolean {
  const words = ["kube_master", "kube_node", "group_vars", "br_netfilter", "nf_conntrack"];
  return words.includes(name) || modules.has(name) || roles.includes(basename(name));
}
