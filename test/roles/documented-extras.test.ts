import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkPlaybooks } from "../../engine/cli/check-playbooks.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import { roles } from "./role-files.ts";

const playbooks = readdirSync("playbooks");

const pages = [
  "README.md",
  ...readdirSync("docs").map((page) => `docs/${page}`),
  ...roles.map((role) => `roles/${role}/README.md`),
  ...playbooks.map((name) => `playbooks/${name}`),
].filter((page) => existsSync(page));

interface Documented {
  readonly page: string;
  readonly playbook: string;
  /** What stands after -e. */
  readonly extra: string;
}

/** Each `-e` of the documentation, with the playbook that its line or its variable's name tells. */
const documented = pages.flatMap((page) => readFileSync(page, "utf8").split("\n").flatMap(extrasIn(page)));

function extrasIn(page: string): (line: string) => readonly Documented[] {
  return (line) =>
    [...line.matchAll(/(?<=^|[ `(])-e (?:'([^']+)'|(\w+=[^\s`.,;:)]*))/g)].map(([, quoted, word]) => {
      const extra = quoted ?? word ?? "";
      const before = [...line.matchAll(/([\w-]+\.yml)/g)].map(([, name = ""]) => name);
      const named = [page.replace("playbooks/", ""), ...before, `${/[a-z]+/.exec(extra)?.[0]}.yml`];
      return { page, playbook: named.find((name) => playbooks.includes(name)) ?? "", extra };
    });
}

function hintsOf(playbook: string, inventory: string, extras: readonly string[]): readonly string[] {
  const words = [playbook, "-i", inventory, ...extras.flatMap((extra) => ["-e", extra])];
  const invocation = parseArguments(words);
  if (invocation.kind !== "play") throw new Error("this does not play");
  return checkPlaybooks(invocation.options).warnings.map(({ message, hint }) => `${message}: ${hint}`);
}

// x=false is told of as such, whoever has an x
const meant = documented.filter(({ extra }) => extra !== "x=false");

test("the documentation gives variables with -e, each to a playbook that there is", () => {
  expect(meant.length).toBeGreaterThan(40);
  expect(meant.filter(({ playbook }) => playbook === "")).toEqual([]);
});

describe.each([...new Set(meant.map(({ playbook }) => playbook))])("%s", (playbook) => {
  test.each(["inventory/hosts", "inventory/single"])(
    "reads what is documented for it, with %s",
    (inventory) => {
      const extras = meant.filter((one) => one.playbook === playbook).map(({ extra }) => extra);
      expect(hintsOf(playbook, inventory, [...new Set(extras)])).toEqual([]);
    },
  );
});

/** Roles in which a variable holds all variables of a host, so that nobody can tell which of them are read. */
const untold = ["download.yml", "restore.yml"];

test.each(playbooks.filter((name) => !untold.includes(name)))(
  "%s tells of a misspelt variable",
  (playbook) => {
    expect(hintsOf(playbook, "inventory/hosts", ["etcd_versoin=3.4.24"])).toEqual([
      'nothing that is played reads the variable "etcd_versoin" of --extra-vars: did you mean "etcd_version"?',
    ]);
  },
);
