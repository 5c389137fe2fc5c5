import { createHmac } from "node:crypto";

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

/** Lines that are empty, comments or malformed are passed over, as ssh does. */
export function parseKnownHosts(file: string, text: string): readonly KnownHost[] {
  return text.split("\n").flatMap((content, index) => {
    const words = content.trim().split(/\s+/);
    const marker = words[0] === "@revoked" || words[0] === "@cert-authority" ? words[0] : "";
    const [names, type, key] = marker ? words.slice(1) : words;
    if (!names || names.startsWith("#") || names.startsWith("@") || !type || !key) return [];
    return [{ file, line: index + 1, marker, names, type, key } satisfies KnownHost];
  });
}

/** The name under which ssh files a host: the port only where it is not 22. */
export function knownName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export function matchesName(names: string, name: string): boolean {
  if (names.startsWith("|1|")) return matchesHash(names, name);
  const patterns = names.toLowerCase().split(",");
  if (patterns.some((pattern) => pattern.startsWith("!") && matchesPattern(pattern.slice(1), name)))
    return false;
  return patterns.some((pattern) => !pattern.startsWith("!") && matchesPattern(pattern, name));
}

/** `|1|salt|HMAC-SHA1 of the name`, both base64. */
function matchesHash(names: string, name: string): boolean {
  const [, , salt, hash] = names.split("|");
  return (
    createHmac("sha1", Buffer.from(salt ?? "", "base64"))
      .update(name)
      .digest("base64") === hash
  );
}

/** `*` any characters, `?` any one. */
function matchesPattern(pattern: string, name: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(name);
}
