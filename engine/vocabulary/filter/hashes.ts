import { createHash, getHashes } from "node:crypto";
import type { Filter } from "../contract.ts";
import { textFilter } from "../define.ts";
import { cryptPassword, randomSalt } from "../shared/sha-crypt.ts";

const sha1 = textFilter("sha1", "the SHA-1 checksum in hex", (text) => digest("sha1", text));

export const hashFilters = {
  hash: textFilter("hash(algorithm?)", "a checksum in hex: sha1, sha256, sha512, md5, …", (text, args) => {
    const algorithm = args.text("algorithm", "sha1").replaceAll("_", "-");
    return getHashes().includes(algorithm)
      ? digest(algorithm, text)
      : args.fail(`knows no algorithm "${algorithm}"`);
  }),
  checksum: { ...sha1, summary: "the checksum that stat reports: SHA-1 in hex" },
  sha1,
  md5: textFilter("md5", "the MD5 checksum in hex", (text) => digest("md5", text)),
  password_hash: textFilter(
    "password_hash(hashtype?, salt?, rounds?)",
    "the password as /etc/shadow holds it (sha512 or sha256); give a salt, or every run makes another",
    (text, args) => {
      const scheme = args.choice("hashtype", ["sha512", "sha256"]);
      const rounds = args.has("rounds") ? args.integer("rounds") : undefined;
      return cryptPassword(text, { scheme, salt: args.text("salt") || randomSalt(), rounds });
    },
  ),
} satisfies Record<string, Filter>;

function digest(algorithm: string, text: string): string {
  return createHash(algorithm).update(text).digest("hex");
}
