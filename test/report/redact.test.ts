import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { cleanValue } from "../../engine/report/clean-value.ts";
import { makeRedact } from "../../engine/report/redact.ts";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";
import { changed, played, title } from "./event-builder.ts";

const key = "-----BEGIN KEY-----\nMIIBVgIBADANBgkqhkiG\nZm9vYmFyYmF6cXV4\n-----END KEY-----\n";
const hidden = "********";

test.each([
  ["as it is", "hunter22", "pass hunter22!", `pass ${hidden}!`],
  ["more than once", "hunter22", "hunter22hunter22", hidden + hidden],
  ["with pattern characters", "a.b*c$1", "x a.b*c$1 aXbbc$1", `x ${hidden} aXbbc$1`],
  ["escaped as in JSON", 'pa"ss\\wd', JSON.stringify({ p: 'pa"ss\\wd' }), `{"p":"${hidden}"}`],
  ["with blanks around it in the file", "hunter22\n", "is hunter22.", `is ${hidden}.`],
  ["line by line", key, "> MIIBVgIBADANBgkqhkiG <", `> ${hidden} <`],
  ["in a URL", "p&ss w/rd", `https://h/?p=${encodeURIComponent("p&ss w/rd")}`, `https://h/?p=${hidden}`],
  ["in quotes of a shell", "it's me", String.raw`echo 'it'\''s me'`, `echo '${hidden}'`],
  ["but not where it is too short to be one", "abc", "abc", "abc"],
  [
    "in base64",
    "correct horse",
    `b64 ${btoa("correct horse")}`,
    expect.not.stringContaining("Y29ycmVjdCBob3Jz"),
  ],
])("hides a secret %s", (_how, secret, text, shown) => {
  expect(makeRedact(new Set([secret]))(text)).toEqual(shown);
});

const privateKey = generateKeyPairSync("ec", {
  namedCurve: "P-256",
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

test("hides private keys that nobody has named, and no public ones", () => {
  const redact = makeRedact(new Set());
  expect(redact(`a\n${privateKey.privateKey}b`)).toBe(`a\n${hidden}\nb`);
  expect(redact(`client-key-data: ${btoa(privateKey.privateKey)}\n`)).toBe(`client-key-data: ${hidden}\n`);
  expect(redact(privateKey.publicKey)).toBe(privateKey.publicKey);
  expect(redact(btoa(privateKey.publicKey))).toBe(btoa(privateKey.publicKey));
});

test("hides a private key that comes line by line", () => {
  const lines = ["a", ...privateKey.privateKey.trimEnd().split("\n"), "b"];
  expect(cleanValue({ stdout_lines: lines }, makeRedact(new Set()))).toEqual({
    stdout_lines: ["a", hidden, "b"],
  });
});

test("hides what a line of YAML marks as secret", () => {
  expect(makeRedact(new Set())("  a: !secret hunter22")).toBe(`  a: !secret ${hidden}`);
});

test.each([0, 1, 2, 3, 4])("hides a secret inside base64 after %i other bytes", (before) => {
  const encoded = btoa(`${"x".repeat(before)}correct horse battery and more`);
  expect(makeRedact(new Set(["correct horse battery"]))(encoded)).toContain(hidden);
});

test("hides the longer of two secrets that begin alike", () => {
  expect(makeRedact(new Set(["secret", "secret-long"]))("secret-long secret")).toBe(`${hidden} ${hidden}`);
});

test("hides secrets that become known later", () => {
  const secrets = new Set<string>();
  const redact = makeRedact(secrets);
  expect(redact("hunter22")).toBe("hunter22");
  secrets.add("hunter22");
  expect(redact("hunter22")).toBe(hidden);
});

describe("on a terminal", () => {
  test("hides a key of many lines in a diff and in a change", () => {
    const written: string[] = [];
    const sink = {
      write: (text: string) => void written.push(text),
      isTTY: false,
      columns: 80,
      colour: 0,
    } as const;
    const options = { verbosity: 3, diff: true, check: false, redact: makeRedact(new Set([key])) };
    const reporter = new TerminalReporter(sink, options);
    const diff = { path: "/etc/key", before: "", after: `# key\n${key}` };
    const write = {
      kind: "changed",
      result: { content: key },
      changes: [{ summary: "write", diff }],
    } as const;
    for (const event of played(title("keys"), write, changed(`echo ${key}`))) reporter.event(event);
    expect(written.join("")).toContain(hidden);
    expect(written.join("")).not.toMatch(/MIIB|Zm9v|BEGIN/);
  });
});
