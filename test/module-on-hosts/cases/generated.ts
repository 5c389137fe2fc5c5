import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";

/** Hosts play side by side, so that each has its own folder on the controller. */
const own = "{{ playbook_dir }}/secrets {{ inventory_hostname }}";

/** One line of such a form, in a file for its owner alone. */
const expectSecret =
  (name: string, form: RegExp) =>
  (folder: string, host: string): void => {
    const path = join(folder, `secrets ${host}`, name);
    expect(readFileSync(path, "utf8")).toMatch(form);
    expect((statSync(path).mode & 0o7777).toString(8)).toBe("600");
  };

export const generatedCases: readonly Case[] = [
  {
    about: "a key",
    args: { path: `${own}/key`, kind: "encryption_key" },
    effect: "once",
    controller: expectSecret("key", /^[A-Za-z0-9+/]{43}=\n?$/),
  },
  {
    about: "a bootstrap token",
    args: { path: `${own}/bootstrap`, kind: "bootstrap_token" },
    effect: "once",
    controller: expectSecret("bootstrap", /^[a-z0-9]{6}\.[a-z0-9]{16}\n?$/),
  },
  {
    about: "a password",
    args: { path: `${own}/password`, kind: "password", length: 20 },
    effect: "once",
    controller: expectSecret("password", /^[A-Za-z0-9]{20}\n?$/),
  },
  {
    about: "a pair of keys",
    args: { path: `${own}/sa.key`, public_path: `${own}/sa.pub`, kind: "key_pair" },
    effect: "once",
    controller: expectSecret("sa.key", /^-----BEGIN (RSA )?PRIVATE KEY-----\n/),
  },
  {
    about: "a password that is there stays",
    args: { path: "{{ playbook_dir }}/old", kind: "password", length: 20 },
    furnish: furnish({ old: { text: "anything\n", mode: 0o600 } }),
    effect: "never",
    controller: (folder) => expect(readFileSync(join(folder, "old"), "utf8")).toBe("anything\n"),
  },
];
