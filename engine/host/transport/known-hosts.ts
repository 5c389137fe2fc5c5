import { createHmac } from "node:crypto";
import { matchesPatterns } from "../ssh-config/pattern.ts";

/** One line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly file: string;
  readonly line: number;
  readonly marker: "" | "@revoked" | "@cert-authority";
  /** Comma-separated patterns, or one hashed name. */
  readonly names: string;
  /** `ssh-ed25519`, `ssh-rsa`, … */
  readonly type: string;
  /** Base64. */
  readonly key: string;
}

/** What a known_hosts file says, and the numbers of the lines that make no sense, which ssh passes over, too. */
export interface KnownHostsText {
  readonly lines: readonly KnownHost[];
  readonly broken: readonly number[];
}

export function parseKnownHosts(file: string, text: string): KnownHostsText {
  const lines: KnownHost[] = [];
  const broken: number[] = [];
  for (const [index, content] of text.split("\n").entries()) {
    const words = content.trim().split(/\s+/);
    if (words[0] === "" || words[0]?.startsWith("#")) continue;
    const entry = parseLine(words);
    if (entry) lines.push({ file, line: index + 1, ...entry });
    else broken.push(index + 1);
  }
  return { lines, broken };
}

function parseLine(words: readonly string[]): Omit<KnownHost, "file" | "line"> | undefined {
  const marker = words[0] === "@revoked" || words[0] === "@cert-authority" ? words[0] : "";
  const [names, type, key] = marker ? words.slice(1) : words;
  if (!names || names.startsWith("@") || !type || !key) return undefined;
  return keyType(Buffer.from(key, "base64")) === type ? { marker, names, type, key } : undefined;
}

/** The type that a key in the wire format (RFC 4253, 6.6) begins with; undefined where it is none. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const end = 4 + key.readUInt32BE(0);
  return end <= key.length ? key.toString("latin1", 4, end) : undefined;
}

/** The name under which ssh files a host: the port only where it is not 22. */
export function knownName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export function matchesName(names: string, name: string): boolean {
  return names.startsWith("|1|")
    ? matchesHash(names, name)
    : matchesPatterns(names.toLowerCase().split(","), name);
}

/** As HashKnownHosts files a name: `|1|salt|HMAC-SHA1 of the name`, both base64. */
export function hashName(name: string, salt: Buffer): string {
  const hash = createHmac("sha1", salt).update(name).digest("base64");
  return `|1|${salt.toString("base64")}|${hash}`;
}

function matchesHash(names: string, name: string): boolean {
  const [, , salt] = names.split("|");
  return hashName(name, Buffer.from(salt ?? "", "base64")) === names;
}
