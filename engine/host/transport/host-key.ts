import { createHash } from "node:crypto";
import { PlayError } from "../../base/play-error.ts";
import { knownName, type KnownHost, matchesName } from "./known-hosts.ts";

/** A host as it is asked for, and all lines of the known_hosts files, first file first. */
export interface KnownHostsOf {
  readonly host: string;
  readonly port: number;
  readonly lines: readonly KnownHost[];
}

/** The error that a host's key deserves, or undefined if it is known and good. `key` is in the wire format (RFC 4253, 6.6). */
export function refusalOf(key: Buffer, known: KnownHostsOf): PlayError | undefined {
  const type = keyType(key);
  const encoded = key.toString("base64");
  const revoked = known.lines.find(
    (line) => line.marker === "@revoked" && line.key === encoded && matchesHost(line, known),
  );
  if (revoked) return changed(key, known, { line: revoked, reason: "has been revoked" });

  const lines = linesFor(known);
  if (lines.some((line) => line.key === encoded)) return undefined;
  const other = lines.find((line) => line.type === type);
  if (other) return changed(key, known, { line: other, reason: "is not the one that is known" });
  // As ssh does: a key that is known for the host's standard port is good for another port as well.
  if (plainLines(known).some((line) => line.key === encoded)) return undefined;
  return unknown(key, known, lines);
}

/** Host key algorithms in the order to ask for: those of known keys first, so that a known key is what we get. */
export function preferredAlgorithms<Algorithm extends string>(
  known: KnownHostsOf,
  supported: readonly Algorithm[],
): Algorithm[] {
  const found = linesFor(known);
  const types = new Set((found.length > 0 ? found : plainLines(known)).map((line) => line.type));
  const isKnown = (algorithm: string): boolean =>
    types.has(algorithm.startsWith("rsa-sha2-") ? "ssh-rsa" : algorithm);
  return [...supported.filter(isKnown), ...supported.filter((algorithm) => !isKnown(algorithm))];
}

/** As ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

function keyType(key: Buffer): string {
  return key.toString("latin1", 4, 4 + key.readUInt32BE(0));
}

function matchesHost({ names }: KnownHost, { host, port }: KnownHostsOf): boolean {
  return matchesName(names, knownName(host, port));
}

/** Keys of the host, from the first file that knows any. */
function linesFor(known: KnownHostsOf): readonly KnownHost[] {
  const lines = known.lines.filter((line) => line.marker === "" && matchesHost(line, known));
  return lines.filter(({ file }) => file === lines[0]?.file);
}

function plainLines(known: KnownHostsOf): readonly KnownHost[] {
  return linesFor({ ...known, port: 22 });
}

interface Culprit {
  readonly line: KnownHost;
  readonly reason: string;
}

function changed(key: Buffer, { host, port }: KnownHostsOf, { line, reason }: Culprit): PlayError {
  const message = `the ${keyType(key)} key of ${knownName(host, port)}, ${fingerprint(key)}, ${reason}: ${line.file} line ${line.line}`;
  return new PlayError("CHANGED_HOST_KEY", message, {
    hint: `somebody may be in between; if the host was made anew, remove line ${line.line} of ${line.file} and add the new key`,
  });
}

function unknown(key: Buffer, known: KnownHostsOf, lines: readonly KnownHost[]): PlayError {
  const name = knownName(known.host, known.port);
  const others = lines.length > 0 ? `, only keys of type ${lines.map(({ type }) => type).join(", ")}` : "";
  const certified = known.lines.some((line) => line.marker === "@cert-authority" && matchesHost(line, known));
  const entry = `${name} ${keyType(key)} ${key.toString("base64")}`;
  const message = `the ${keyType(key)} key of ${name}, ${fingerprint(key)}, is not in known_hosts${others}`;
  return new PlayError("UNKNOWN_HOST_KEY", message, {
    hint: `${certified ? "host certificates (@cert-authority) are not supported; " : ""}compare the fingerprint on the host, then add to known_hosts: ${entry}`,
  });
}
