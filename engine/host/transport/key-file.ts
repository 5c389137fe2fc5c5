import { readFile, stat } from "node:fs/promises";
import ssh2 from "ssh2";

/** What a file that is named as a key turns out to be. */
export type KeyFile =
  | { readonly kind: "private"; readonly file: string; readonly key: ssh2.ParsedKey }
  /** `key` is its public half. */
  | { readonly kind: "encrypted"; readonly file: string; readonly key: ssh2.ParsedKey; readonly text: Buffer }
  /** Encrypted in a format that hides its public half, too. */
  | { readonly kind: "sealed"; readonly file: string; readonly text: Buffer }
  /** Good for choosing one of an agent's keys. */
  | { readonly kind: "public"; readonly file: string; readonly key: ssh2.ParsedKey }
  | { readonly kind: "missing"; readonly file: string }
  | { readonly kind: "unusable"; readonly file: string; readonly reason: string };

/** A private key, or the public half that lies beside the place where it would be. */
export async function readKeyFile(file: string): Promise<KeyFile> {
  const read = await readCarefully(file);
  if (!("text" in read)) {
    const key = read.kind === "missing" ? await readPublicHalf(file) : undefined;
    return key ? { kind: "public", file, key } : read;
  }
  const { text } = read;
  const key = parseKey(text);
  if (!(key instanceof Error)) return { kind: key.isPrivateKey() ? "private" : "public", file, key };
  if (!/encrypted/i.test(key.message))
    return unusable(file, "is not a private key in a format that is known");
  const half = publicPartOf(text) ?? (await readPublicHalf(file));
  return half ? { kind: "encrypted", file, key: half, text } : { kind: "sealed", file, text };
}

/** Undefined where the passphrase is wrong. */
export function decrypt(text: Buffer, passphrase: string): ssh2.ParsedKey | undefined {
  const key = parseKey(text, passphrase);
  return key instanceof Error ? undefined : key;
}

type Refused = Extract<KeyFile, { kind: "missing" | "unusable" }>;

async function readCarefully(file: string): Promise<{ readonly text: Buffer } | Refused> {
  try {
    const { uid, mode } = await stat(file);
    const text = await readFile(file);
    const isPrivate = text.includes("PRIVATE KEY");
    // as ssh: a key that others may read is nobody's key any more
    if (isPrivate && uid === process.getuid?.() && (mode & 0o077) !== 0)
      return unusable(file, `may be used by others (mode ${octal(mode)}): chmod 600 ${file}`);
    return { text };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing", file };
    if (code === "EISDIR") return unusable(file, "is a folder");
    return unusable(file, "may not be read by this user");
  }
}

async function readPublicHalf(file: string): Promise<ssh2.ParsedKey | undefined> {
  try {
    const key = parseKey(await readFile(`${file}.pub`));
    return key instanceof Error ? undefined : key;
  } catch {
    return undefined;
  }
}

/**
 * The public half of an encrypted key in OpenSSH's own format (PROTOCOL.key in its sources), which is not encrypted:
 * after the magic word come cipher, kdf and its options, each after its length, the number of keys, the public key.
 */
function publicPartOf(text: Buffer): ssh2.ParsedKey | undefined {
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]*)-----END/.exec(text.toString("latin1")) ?? [];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, "base64");
  let at = "openssh-key-v1\0".length;
  try {
    for (let skipped = 0; skipped < 3; skipped++) at += 4 + bytes.readUInt32BE(at);
    at += 4;
    const key = parseKey(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at)));
    return key instanceof Error ? undefined : key;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** ssh2 gives a list for a file that may hold several keys; the first is the one. */
function parseKey(text: Buffer, passphrase?: string): ssh2.ParsedKey | Error {
  const parsed: unknown = ssh2.utils.parseKey(text, passphrase);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
  return isParsed(first) ? first : parsed instanceof Error ? parsed : new Error("there is no key in it");
}

function isParsed(value: unknown): value is ssh2.ParsedKey {
  return typeof value === "object" && value !== null && "getPublicSSH" in value;
}

function unusable(file: string, reason: string): Refused {
  return { kind: "unusable", file, reason };
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}
