import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Case } from "../case.ts";
import { furnish } from "./furnish.ts";

const sha1 = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

/** The file that a host's came to, at this path in the playbook's folder. */
function came(
  place: (host: string) => string,
  bytes: Uint8Array | string,
  mode = 0o600,
): NonNullable<Case["controller"]> {
  return (folder, host) => {
    const path = join(folder, place(host));
    expect(sha1(readFileSync(path))).toBe(sha1(Buffer.from(bytes)));
    expect(statSync(path).mode & 0o777).toBe(mode);
  };
}

/** Ends in the middle of a character, without a line break. */
const binary = Buffer.from([...Array.from({ length: 256 }, (_, byte) => byte), 0xc3]);

export const fetchCases: readonly Case[] = [
  {
    about: "a file that only root may read",
    args: { src: "@/a b", dest: "got" },
    before: "printf 'größe\\n' >'a b'; chmod 600 'a b'",
    effect: "once",
    result: { checksum: sha1(Buffer.from("größe\n")) },
    controller: came((host) => `got/${host}/srv/fetch's größe 1/a b`, "größe\n"),
  },
  {
    about: "a binary file, flat",
    args: { src: "@/-a\nb", dest: "flat {{ inventory_hostname }}", flat: true },
    before: `printf '${[...binary].map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("")}' >"./-a
b"`,
    effect: "once",
    controller: came((host) => `flat ${host}`, binary),
  },
  {
    about: "into a folder, over an old file",
    args: { src: "@/a", dest: "old/{{ inventory_hostname }}/", flat: true },
    before: "head -c 3000000 /dev/zero >a",
    furnish: furnish({ "old/h1/a": "old\n", "old/h2/a": "old\n" }),
    effect: "once",
    controller: came((host) => `old/${host}/a`, Buffer.alloc(3_000_000), 0o644),
  },
  {
    about: "0 bytes, through a link",
    args: { src: "@/link", dest: "empty" },
    before: ": >a; ln -s a link",
    effect: "once",
    controller: came((host) => `empty/${host}/srv/fetch's größe 4/link`, ""),
  },
  {
    about: "is there already",
    args: { src: "@/a", dest: "there/{{ inventory_hostname }}", flat: true },
    before: "echo same >a",
    furnish: furnish({ "there/h1": "same\n", "there/h2": "same\n" }),
    effect: "never",
    controller: came((host) => `there/${host}`, "same\n", 0o644),
  },
  {
    about: "nothing, which is well",
    args: { src: "@/none", dest: "none", fail_on_missing: false },
    effect: "never",
    result: { msg: "the remote file does not exist, not transferring, ignored" },
    controller: (folder) => expect(existsSync(join(folder, "none"))).toBe(false),
  },
];
