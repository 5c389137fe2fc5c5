import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";

const digits = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 } as const;

export type Algorithm = keyof typeof digits;

/** A checksum as a playbook gives it: the digits, or the URL of a file that lists them. */
export type WantChecksum =
  | { readonly kind: "digits"; readonly algorithm: Algorithm; readonly digits: string }
  | { readonly kind: "list"; readonly algorithm: Algorithm; readonly url: string };

/** Reads `sha256:<digits>` or `sha256:<url>`. Throws BAD_OPTION. */
export function parseChecksum(text: string): WantChecksum {
  const [, name = "", rest = ""] = /^(\w+):\s*(.+)$/.exec(text.trim()) ?? [];
  const algorithm = toAlgorithm(name.toLowerCase());
  if (algorithm === undefined) throw malformed(text);
  if (/^\w+:\/\//.test(rest)) return { kind: "list", algorithm, url: rest };
  const value = rest.toLowerCase();
  if (!/^[0-9a-f]+$/.test(value) || value.length !== digits[algorithm]) throw malformed(text);
  return { kind: "digits", algorithm, digits: value };
}

function toAlgorithm(name: string): Algorithm | undefined {
  return Object.keys(digits).find((known): known is Algorithm => known === name);
}

function malformed(text: string): PlayError {
  return new PlayError(
    "BAD_OPTION",
    `checksum ${text} is not of the form algorithm:digits or algorithm:url`,
    {
      hint: `algorithms are ${Object.keys(digits).join(", ")}; sha256 has 64 digits`,
    },
  );
}

/** The digits for the file of `url` in a list as sha256sum(1) prints it, or in a file that holds nothing but digits. */
export function findChecksum(
  list: string,
  { algorithm, url }: { readonly algorithm: Algorithm; readonly url: string },
): string {
  const name = posix.basename(new URL(url).pathname);
  const lines = list.split("\n").flatMap((line) => {
    const [, value = "", file = ""] = /^\\?([0-9a-fA-F]+)(?:\s+[*]?(.*?))?\s*$/.exec(line) ?? [];
    return value.length === digits[algorithm]
      ? [{ value: value.toLowerCase(), file: posix.basename(file) }]
      : [];
  });
  const line = lines.find(({ file }) => file === name) ?? (lines.length === 1 ? lines[0] : undefined);
  if (line) return line.value;
  throw new PlayError("HOST_DATA", `the list of checksums has none for ${name}`);
}
