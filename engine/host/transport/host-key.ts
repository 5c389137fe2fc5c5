import { createHash } from "node:crypto";
import { PlayError } from "../../base/play-error.ts";
import { keyType, knownName, type KnownHost, matchesName } from "./known-hosts.ts";

/** What to do about a host whose key is not known. A changed or revoked key is refused whatever is chosen. */
export type HostKeyChecking = "yes" | "accept-new" | "no";

/** A host as it is asked for, and all lines of the known_hosts files, first file first. */
export interface KnownHostsOf {
  readonly host: string;
  readonly port: number;
  /** The name that stands for the host in known_hosts whatever its address and port are (HostKeyAlias). */
  readonly alias?: string | undefined;
  readonly lines: readonly KnownHost[];
}

export type Verdict =
  | { readonly kind: "known" }
  /** `refusal` is the error that it deserves under strict checking; `entry` the line that would make it known. */
  | { readonly kind: "unknown"; readonly refusal: PlayError; readonly entry: KnownHostEntry }
  | { readonly kind: "changed"; readonly refusal: PlayError };

export interface KnownHostEntry {
  /** Not hashed. */
  readonly name: string;
  /** Type and base64, as they follow the name. */
  readonly key: string;
}

/** What is to be thought of a host's key, as ssh judges it. `key` is in the wire format (RFC 4253, 6.6). */
export function judgeHostKey(key: Buffer, known: KnownHostsOf): Verdict {
  const encoded = key.toString("base64");
  const revoked = known.lines.find(
    (line) => line.marker === "@revoked" && line.key === encoded && matchesHost(line, known),
  );
  if (revoked) return changed(key, known, { line: revoked, reason: "has been revoked" });

  const lines = linesFor(known);
  if (lines.some((line) => line.key === encoded)) return { kind: "known" };
  // A host that is known by other types only has changed: whoever is in between would choose a type that is not known.
  const other = lines.find((line) => line.type === keyType(key)) ?? lines[0];
  if (other) return changed(key, known, { line: other, reason: "is not the one that is known" });
  if (isKnownWithoutPort(encoded, known)) return { kind: "known" };
  return unknown(key, known);
}

/** Host key algorithms in the order to ask for: those of known keys first, so that a known key is what we get. */
export function preferredAlgorithms<Algorithm extends string>(
  known: KnownHostsOf,
  supported: readonly Algorithm[],
): Algorithm[] {
  const types = new Set(linesFor(known).map((line) => line.type));
  const isKnown = (algorithm: string): boolean =>
    types.has(algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm);
  return [...supported.filter(isKnown), ...supported.filter((algorithm) => !isKnown(algorithm))];
}

/** As ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function nameOf({ host, port, alias }: KnownHostsOf): string {
  return alias === undefined ? knownName(host, port) : alias.toLowerCase();
}

function matchesHost({ names }: KnownHost, known: KnownHostsOf): boolean {
  return matchesName(names, nameOf(known));
}

function linesFor(known: KnownHostsOf): readonly KnownHost[] {
  return known.lines.filter((line) => line.marker === "" && matchesHost(line, known));
}

/** As ssh does: a key that is known for the host's standard port is good for another port as well. */
function isKnownWithoutPort(encoded: string, known: KnownHostsOf): boolean {
  return known.alias === undefined && linesFor({ ...known, port: 22 }).some((line) => line.key === encoded);
}

interface Culprit {
  readonly line: KnownHost;
  readonly reason: string;
}

function changed(key: Buffer, known: KnownHostsOf, { line, reason }: Culprit): Verdict {
  const message = `the ${keyType(key)} key of ${nameOf(known)}, ${fingerprint(key)}, ${reason}: ${line.file} line ${line.line}`;
  const refusal = new PlayError("CHANGED_HOST_KEY", message, {
    hint: `somebody may be in between; if the host was made anew, remove line ${line.line} of ${line.file} and add the new key`,
  });
  return { kind: "changed", refusal };
}

function unknown(key: Buffer, known: KnownHostsOf): Verdict {
  const name = nameOf(known);
  const certified = known.lines.some((line) => line.marker === "@cert-authority" && matchesHost(line, known));
  const entry = { name, key: `${keyType(key)} ${key.toString("base64")}` };
  const message = `the ${keyType(key)} key of ${name}, ${fingerprint(key)}, is not in known_hosts`;
  const hint = `compare the fingerprint on the host, then add to known_hosts: ${entry.name} ${entry.key}`;
  const refusal = new PlayError("UNKNOWN_HOST_KEY", message, {
    hint: `${certified ? "host certificates (@cert-authority) are not supported; " : ""}${hint}`,
  });
  return { kind: "unknown", refusal, entry };
}
