import { expect, test } from "vitest";
import type { PlayError } from "../../../engine/base/play-error.ts";
import {
  fingerprint,
  judgeHostKey,
  preferredAlgorithms,
  type KnownHostsOf,
} from "../../../engine/host/transport/host-key.ts";
import { parseKnownHosts } from "../../../engine/host/transport/known-hosts.ts";

/** A public key in the wire format: type and material, each after its length. */
function key(type: string, material: string): Buffer {
  const parts = [type, material].map((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([length, Buffer.from(text)]);
  });
  return Buffer.concat(parts);
}

function refusalOf(of: Buffer, known: KnownHostsOf): PlayError | undefined {
  const verdict = judgeHostKey(of, known);
  return verdict.kind === "known" ? undefined : verdict.refusal;
}

const ours = key("ssh-ed25519", "ours");
const other = key("ssh-ed25519", "other");
const rsa = key("ssh-rsa", "rsa");
const line = (name: string, of: Buffer, type = "ssh-ed25519"): string =>
  `${name} ${type} ${of.toString("base64")}\n`;

const rows: readonly [title: string, knownHosts: string, port: number, code: string | undefined][] = [
  ["a known key is good", line("h1", ours), 22, undefined],
  ["one of several keys is good", line("h1", other) + line("h1", ours), 22, undefined],
  ["a key of another host is unknown", line("h2", ours), 22, "UNKNOWN_HOST_KEY"],
  ["no line at all is unknown", "", 22, "UNKNOWN_HOST_KEY"],
  ["another key of the same type has changed", line("h1", other), 22, "CHANGED_HOST_KEY"],
  ["a host known by another type only has changed", line("h1", rsa, "ssh-rsa"), 22, "CHANGED_HOST_KEY"],
  ["a revoked key is refused", line("h1", ours) + line("@revoked *", ours), 22, "CHANGED_HOST_KEY"],
  ["another port has its own name", line("[h1]:2222", ours), 2222, undefined],
  ["a key known for port 22 is good for others", line("h1", ours), 2222, undefined],
  ["another key on port 22 is no change for others", line("h1", other), 2222, "UNKNOWN_HOST_KEY"],
  ["a certificate authority knows no plain key", line("@cert-authority h1", ours), 22, "UNKNOWN_HOST_KEY"],
];

test.each(rows)("%s", (_, text, port, code) => {
  const known = { host: "h1", port, lines: parseKnownHosts("/known_hosts", text).lines };
  expect(refusalOf(ours, known)?.code).toBe(code);
});

test("the line of the key's own type is named, in whichever file it stands", () => {
  const lines = [
    ...parseKnownHosts("/first", line("h1", other)).lines,
    ...parseKnownHosts("/second", line("h1", rsa, "ssh-rsa")).lines,
  ];
  const refusal = refusalOf(ours, { host: "h1", port: 22, lines });
  expect(refusal?.code).toBe("CHANGED_HOST_KEY");
  expect(refusal?.message).toContain("/first line 1");
});

test("a key that is known in any of the files is good", () => {
  const files = [line("h1", other), line("h1", ours)];
  const lines = files.flatMap((text, index) => parseKnownHosts(`/file${index}`, text).lines);
  expect(judgeHostKey(ours, { host: "h1", port: 22, lines }).kind).toBe("known");
});

test("an alias is the name whatever the port is, in lower case", () => {
  const { lines } = parseKnownHosts("/k", line("web", ours));
  expect(judgeHostKey(ours, { host: "10.0.0.1", port: 2222, alias: "WEB", lines }).kind).toBe("known");
});

test("an unknown key is named by its fingerprint, with the line to add", () => {
  const refusal = refusalOf(ours, { host: "h1", port: 2222, lines: [] });
  expect(refusal?.message).toContain(fingerprint(ours));
  expect(refusal?.hint).toContain(line("[h1]:2222", ours).trim());
});

test("algorithms of known keys are asked for first, rsa by its modern signatures", () => {
  const supported = ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"];
  const { lines } = parseKnownHosts("/known_hosts", line("h1", rsa, "ssh-rsa"));
  expect(preferredAlgorithms({ host: "h1", port: 22, lines }, supported)).toEqual([
    "rsa-sha2-512",
    "rsa-sha2-256",
    "ssh-rsa",
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
  ]);
});
