import { createHash } from "node:crypto";
import type { Case } from "../case.ts";

/** What the server of the tests holds. */
export const urlFiles: ReadonlyMap<string, Uint8Array> = new Map([
  ["/plain", Buffer.from("größe\n")],
  ["/binary", Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256)],
  ["/empty", new Uint8Array()],
  ["/some%20file", Buffer.from("x\n")],
  ["/private", Buffer.from("for anna\n")],
  ["/sums", Buffer.from(`${sum("größe\n")}  plain\n${sum("x\n")}  other\n`)],
]);

function sum(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

const binary = urlFiles.get("/binary") ?? "";

export const getUrlCases: readonly Case[] = [
  {
    about: "a file",
    args: { url: "{{ server }}/plain", dest: "@/-a b", mode: "0600", owner: "deploy" },
    effect: "once",
    after: ["cat ./-a*; stat -c '%a %U' ./-a*; ls -A | wc -l", "größe\n600 deploy\n1\n"],
  },
  {
    about: "by its checksum, over another",
    args: { url: "{{ server }}/binary", dest: "@/a", checksum: `sha256:${sum(binary)}` },
    before: "echo old >a; chmod 4711 a",
    effect: "once",
    after: ["sha256sum <a; stat -c %a a", `${sum(binary)}  -\n4711\n`],
  },
  {
    about: "by a list of checksums",
    args: { url: "{{ server }}/plain", dest: "@/a", checksum: "sha256:{{ server }}/sums" },
    before: "echo old >a",
    effect: "once",
    after: ["cat a", "größe\n"],
  },
  {
    about: "a checksum of another kind",
    args: {
      url: "{{ server }}/plain",
      dest: "@/a",
      checksum: `sha512:${createHash("sha512").update("größe\n").digest("hex")}`,
    },
    effect: "once",
    after: ["cat a", "größe\n"],
  },
  {
    about: "into a folder, nothing in it",
    args: { url: "{{ server }}/some%20file", dest: "@/" },
    effect: "once",
    after: ["cat 'some file'", "x\n"],
  },
  {
    about: "0 bytes",
    args: { url: "{{ server }}/empty", dest: "@/a", force: true },
    before: "echo old >a",
    effect: "once",
    after: ["stat -c %s a", "0\n"],
  },
  {
    about: "by force, but the same",
    args: { url: "{{ server }}/plain", dest: "@/a", force: true },
    before: "printf 'größe\\n' >a",
    effect: "never",
  },
  {
    about: "for a user",
    args: {
      url: "{{ server }}/private",
      dest: "@/a",
      url_username: "anna",
      url_password: "secret",
      mode: "u=rw,go=",
    },
    effect: "once",
    after: ["cat a; stat -c %a a", "for anna\n600\n"],
  },
  {
    about: "a file that is there is not asked for",
    args: { url: "{{ server }}/not there", dest: "@/a" },
    before: "echo old >a",
    effect: "never",
    after: ["cat a", "old\n"],
  },
  {
    about: "through a link",
    args: { url: "{{ server }}/plain", dest: "@/link", force: true },
    before: "echo old >file; ln -s file link",
    effect: "once",
    after: ["cat link", "größe\n"],
  },
];
