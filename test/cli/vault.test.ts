import { chmodSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { vaultPasswords } from "../../engine/cli/vault-passwords.ts";
import { Vault } from "../../engine/load/vault/vault.ts";
import { writeTree } from "../load/write-tree.ts";
import { play } from "../support/play.ts";
import { noTerminal, typing } from "./typing.ts";

/** `db_password: hunter22-battery`, by the password "correct horse"; made with openssl's kdf, enc and dgst. */
const file = [
  "$ANSIBLE_VAULT;1.1;AES256",
  "34666663346264303265653135353261626537343237323130623239373865376166373735353234",
  "6137306331346638343263383637613131633463323938650a363964653161383466636565343863",
  "66346332633362326531393036636131323965383464316438303530366439363633366438366166",
  "3134663534323837610a626533313564313731356165306661666534303637393530373132653133",
  "63333038386262393264333064393330336339663635356436616234613466646630",
].join("\n");

/** `staple-4711`, by the password "prod secret" of the vault id prod; made the same way. */
const value = [
  "$ANSIBLE_VAULT;1.2;AES256;prod",
  "34643966353338346565343339616133313834346234386566343536623261383233323133366234",
  "6332623434383439333935383362346338373635633937350a623932303033666262393737633634",
  "37326162393531306366646161346239663235303761623232653463613937613832316535366531",
  "3332616661653631390a343663323631663964616262363735323066613734313631643965306539",
  "6438",
].join("\n");

const both = [
  { label: "default", password: "correct horse" },
  { label: "prod", password: "prod secret" },
];

test("opens what was encrypted, whichever of the passwords fits", () => {
  expect(new Vault(both).open(file)).toBe("db_password: hunter22-battery");
  expect(new Vault(both).open(value)).toBe("staple-4711");
});

test.each([
  ["without a password", [], file, /no password for it/],
  ["with another password", [{ label: "prod", password: "nope" }], value, /vault id "prod"/],
  ["of an unknown form", both, "$ANSIBLE_VAULT;9.9;ROT13\n00", /not of a form/],
  ["that is cut off", both, file.slice(0, -9), /damaged|no password/],
  ["that is no hexadecimal", both, "$ANSIBLE_VAULT;1.1;AES256\nxyz", /damaged/],
])("refuses to open a text %s", (_what, passwords, text, message) => {
  expect(() => new Vault(passwords).open(text)).toThrow(message);
});

const playbook = (indented: string): string => `- hosts: localhost
  gather_facts: false
  vars_files: [secrets.yml]
  vars:
    token: !vault |
${indented}
  tasks:
    - assert: { that: [db_password == 'hunter22' ~ '-battery', token | trim == 'staple' ~ '-4711'] }
    - debug: { msg: "a {{ db_password }} b {{ token }}" }
`;

const tree = (): string => {
  const folder = writeTree({
    "secrets.yml": file,
    "site.yml": playbook(value.replaceAll(/^/gm, "      ")),
    "default-password": "correct horse\n",
    "prod-password": "#!/bin/sh\necho prod secret\n",
  });
  chmodSync(path.join(folder, "prod-password"), 0o755);
  return folder;
};

test("plays encrypted files and values, and never shows them", async () => {
  const ids = ["--vault-password-file", "default-password", "--vault-id", "prod@prod-password"];
  const { status, stdout, stderr } = await play(["site.yml", "-vvv", ...ids], { cwd: tree() });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toContain("a ******** b ********");
  expect(stdout).not.toMatch(/hunter22-battery|staple-4711/);
});

test("tells each text that no password opens, before any host is touched", async () => {
  const { status, stderr } = await play(["site.yml"], { cwd: tree() });
  expect(status).toBe(1);
  expect(stderr).toContain("site.yml:3:16");
  expect(stderr).toContain("site.yml:5:19");
  expect(stderr).toContain("2 errors");
});

test("an inventory is opened, too", async () => {
  const folder = writeTree({ hosts: file, "site.yml": "- hosts: all\n  tasks: []\n" });
  const environment = { PLAY_VAULT_PASSWORD: "correct horse" };
  const { stderr } = await play(["site.yml", "-i", "hosts"], { cwd: folder, environment });
  expect(stderr).toMatch(/INVENTORY_SYNTAX[^]*hosts:1:\d+\n +1 \| \(encrypted\)/);
});

test("a mistake in an encrypted file is told without its text", async () => {
  const folder = writeTree({
    "secrets.yml": file,
    "site.yml": "- hosts: localhost\n  tasks: [{include_tasks: secrets.yml}]\n",
  });
  const environment = { PLAY_VAULT_PASSWORD: "correct horse" };
  const { stderr } = await play(["site.yml"], { cwd: folder, environment });
  expect(stderr).toContain("(encrypted)");
  expect(stderr).not.toContain("hunter22");
});

test("passwords come from files, programs, the environment and the terminal", async () => {
  const folder = tree();
  const files = ["default-password", "prod@prod-password"].map((id) =>
    id.replace(/[\w-]+$/, (name) => path.join(folder, name)),
  );
  const found = await vaultPasswords(
    { vaultIds: files, askVaultPassword: true },
    {},
    () => typing("typed\r").terminal,
  );
  expect(found).toEqual([...both, { label: "default", password: "typed" }]);
  const environment = { PLAY_VAULT_PASSWORD: "given" };
  expect(await vaultPasswords({ vaultIds: [], askVaultPassword: false }, environment)).toEqual([
    { label: "default", password: "given" },
  ]);
});

test.each([
  ["a file that is not there", { vaultIds: ["/nowhere"], askVaultPassword: false }, "FILE_NOT_FOUND"],
  ["a program that fails", { vaultIds: ["/bin/false"], askVaultPassword: false }, "FILE_UNREADABLE"],
  ["no terminal to ask on", { vaultIds: [], askVaultPassword: true }, "BAD_USAGE"],
])("says what is wrong with %s", async (_what, options, code) => {
  await expect(vaultPasswords(options, {}, noTerminal)).rejects.toMatchObject({ code });
});
