import { randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { isList, Unknown } from "../../model/value.ts";
import type { Call } from "../contract.ts";
import { randomFrom } from "../shared/random.ts";
import { readWords } from "../shared/words.ts";
import type { Lookup } from "./contract.ts";

export const passwordLookups = {
  password: {
    summary:
      "a password kept in a file of the controller, made by chance the first time; length=, chars=, seed=",
    find: (terms, call) => terms.map((term) => keepPassword(toText(term), call)),
  },
} satisfies Record<string, Lookup>;

function keepPassword(term: string, call: Call): Value {
  const { words, options } = readWords(term);
  const wanted: ValueMap = { ...call.named, ...options };
  const name = words.join(" ");
  checkOptions(wanted);
  if (name === "/dev/null") return makePassword(wanted);
  const file = placeOf(name, call);
  if (existsSync(file)) return readPassword(file);
  if (call.scope.get("ansible_check_mode") === true)
    return new Unknown(`password in ${name} (not made in check mode)`);
  return storePassword(file, makePassword(wanted));
}

function checkOptions(options: ValueMap): void {
  const known = ["length", "chars", "seed"];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const hint =
    unknown === "encrypt" ? "encrypt with the filter password_hash" : `options: ${known.join(", ")}`;
  throw new PlayError("BAD_VALUE", `the lookup password has no option "${unknown}"`, { hint });
}

/** A file written by Ansible may go on with ` salt=…` after the password. */
function readPassword(file: string): string {
  return readFileSync(file, "utf8")
    .replace(/\n+$/, "")
    .replace(/ salt=\S*.*$/s, "");
}

function storePassword(file: string, password: string): string {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // Never an existing file: two hosts asking at once must not get two passwords.
    writeFileSync(file, `${password}\n`, { mode: 0o600, flag: "wx" });
    return password;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlayError("BAD_VALUE", `the lookup password cannot keep its file: ${reason}`, { cause });
  }
}

/** Relative names are below the playbook's folder, wherever the task stands. */
function placeOf(name: string, call: Call): string {
  const folder = call.scope.get("playbook_dir");
  return path.resolve(typeof folder === "string" ? folder : ".", name.replace(/^~(?=\/)/, homedir()));
}

const lower = "abcdefghijklmnopqrstuvwxyz";
const characterSets: Readonly<Record<string, string>> = {
  ascii_lowercase: lower,
  ascii_uppercase: lower.toUpperCase(),
  ascii_letters: lower + lower.toUpperCase(),
  digits: "0123456789",
  hexdigits: "0123456789abcdefABCDEF",
  punctuation: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
};

function makePassword(options: ValueMap): string {
  const length = Number(options["length"] ?? 20);
  if (!Number.isInteger(length) || length < 1)
    throw new PlayError("BAD_VALUE", "the lookup password takes a length above 0");
  const characters = [...new Set(readCharacters(options["chars"]))];
  const seed = options["seed"];
  const random = seed === undefined ? undefined : randomFrom(seed);
  const pick = () => (random ? Math.floor(random() * characters.length) : randomInt(characters.length));
  return Array.from({ length }, () => characters[pick()]).join("");
}

/** Names of sets, or the characters themselves; a list, or text with commas, where `,,` is a comma. */
function readCharacters(chars: Value | undefined): string {
  if (chars === undefined) return readCharacters("ascii_letters,digits,.,,:-_");
  const names = isList(chars) ? chars.map(toText) : toText(chars).replaceAll(",,", ",\u0000,").split(",");
  return names.map((name) => (name === "\u0000" ? "," : (characterSets[name] ?? name))).join("");
}
