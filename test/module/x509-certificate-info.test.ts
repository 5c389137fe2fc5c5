import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { x509_certificate_info } from "../../engine/module/library/x509-certificate-info.ts";
import { parseMoment } from "../../engine/module/shared/certificate/info/moment.ts";
import { directoryEntry, fileEntry, planOf } from "./shared/plan-of.ts";

const day = 86_400_000;
let folder = "";
let full = "";
let plain = "";
let key = "";
/** When the full one begins to be valid. */
let begins = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "certificate-info-"));
  const make = (subject: string, ...words: readonly string[]): string => {
    const files = ["-keyout", join(folder, "key"), "-out", join(folder, "pem")];
    const request = ["req", "-x509", "-nodes", ...files, "-utf8", "-subj", subject, ...words];
    execFileSync("openssl", request, { stdio: "pipe" });
    return readFileSync(join(folder, "pem"), "utf8");
  };
  plain = make("/CN=plain", "-newkey", "ed25519", "-config", emptyConfig(folder));
  full = make(
    "/C=DE/O=system:nodes/OU=first/OU=last/CN=größe, x",
    ...["-newkey", "rsa:2048", "-days", "40", "-set_serial", "0x8000000000000000000000000000ff"],
    ...["-addext", "subjectAltName=DNS:a.b,DNS:*.c_d,IP:1.2.3.4,IP:2001:db8::1,URI:spiffe://x/y,email:a@b.c"],
    ...["-addext", "extendedKeyUsage=serverAuth,clientAuth,1.2.3.4"],
    ...["-addext", "basicConstraints=critical,CA:TRUE,pathlen:1"],
  );
  key = readFileSync(join(folder, "key"), "utf8");
  begins = Date.parse(said("-startdate"));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.useRealTimers());

function emptyConfig(inside: string): string {
  const path = join(inside, "empty.cnf");
  execFileSync("sh", ["-c", 'printf "[req]\\ndistinguished_name=d\\n[d]\\n" >"$1"', "sh", path]);
  return path;
}

/** What openssl says of the full one. */
function said(...words: readonly string[]): string {
  const text = execFileSync("openssl", ["x509", "-noout", ...words], { input: full, encoding: "utf8" });
  return text.slice(text.indexOf("=") + 1).trim();
}

function infoOf(text: string, more: object = {}): Record<string, unknown> {
  const found = { entry: fileEntry(), bytes: Buffer.from(text) };
  const plan = planOf(x509_certificate_info, { path: "/a.pem", ...more }, found);
  expect(plan.changes).toEqual([]);
  return { ...plan.result };
}

const hex = (text: string): string => text.toLowerCase();

describe("x509_certificate_info", () => {
  test("tells what openssl tells", () => {
    const name = {
      countryName: "DE",
      organizationName: "system:nodes",
      organizationalUnitName: "last",
      commonName: "größe, x",
    };
    const keyIdentifier = hex(said("-ext", "subjectKeyIdentifier").split("\n").at(-1)?.trim() ?? "");
    expect(infoOf(full)).toMatchObject({
      subject: name,
      issuer: name,
      serial_number: String(0x80n * 2n ** 112n + 0xffn),
      subject_alt_name: [
        "DNS:a.b",
        "DNS:*.c_d",
        "IP:1.2.3.4",
        "IP:2001:db8::1",
        "URI:spiffe://x/y",
        "email:a@b.c",
      ],
      extended_key_usage: ["TLS Web Server Authentication", "TLS Web Client Authentication", "1.2.3.4"],
      basic_constraints: ["CA:TRUE", "pathlen:1"],
      subject_key_identifier: keyIdentifier,
      authority_key_identifier: keyIdentifier,
      fingerprints: { sha256: hex(said("-fingerprint", "-sha256")) },
      public_key_type: "RSA",
      not_before: `${new Date(begins).toISOString().slice(0, 19).replaceAll(/[-T:]/g, "")}Z`,
      chain_length: 1,
    });
  });

  test("says null where a certificate says nothing", () => {
    expect(infoOf(plain)).toMatchObject({
      subject: { commonName: "plain" },
      subject_alt_name: null,
      extended_key_usage: null,
      basic_constraints: null,
      authority_key_identifier: null,
      public_key_type: "Ed25519",
      valid_at: {},
    });
  });

  test.each([
    ["when it begins", 0, { expired: false, days_left: 40 }],
    ["a second later", 1000, { expired: false, days_left: 39 }],
    ["on its last day", 39.5 * day, { expired: false, days_left: 0 }],
    ["a moment after its end", 40 * day + 1, { expired: true, days_left: -1 }],
    ["two days after its end", 42 * day, { expired: true, days_left: -2 }],
  ])("counts the days that are left %s", (_, after, expected) => {
    vi.setSystemTime(begins + after);
    expect(infoOf(full)).toMatchObject(expected);
  });

  test("tells at which times it is valid", () => {
    vi.setSystemTime(begins + day);
    const valid_at = { now: "+0s", before: "-1d1s", first: "-1d", last: "+39d", after: "+5w4d1s" };
    expect(infoOf(full, { valid_at: { ...valid_at, year: "20010101000000Z" } })).toMatchObject({
      valid_at: { now: true, before: false, first: true, last: true, after: false, year: false },
    });
  });

  test("reads the first of several, wherever a private key stands", () => {
    const info = infoOf(`${key}${full}${plain}${key}`);
    expect(info).toMatchObject({ subject: { countryName: "DE" }, chain_length: 2 });
    expect(JSON.stringify(info)).not.toContain(key.split("\n")[1]);
  });

  test("reads a text", () => {
    const plan = planOf(x509_certificate_info, { content: plain });
    expect(plan.result).toMatchObject({ subject: { commonName: "plain" } });
    expect(() => planOf(x509_certificate_info, { content: "x" })).toThrow("no certificate in content");
  });

  test("needs a file", () => {
    expect(planOf(x509_certificate_info, { path: "/a.pem" })).toEqual({ changes: [], needs: "file /a.pem" });
    const found = { entry: directoryEntry(), bytes: null };
    expect(() => planOf(x509_certificate_info, { path: "/a" }, found)).toThrow("/a is a directory");
  });

  test.each([
    ["only a key", () => key, "there is no certificate in /a.pem"],
    ["half a certificate", () => full.slice(0, -40), "there is no certificate in /a.pem"],
    ["a broken one", () => full.replace(/\n.{60}/, "\n"), "the first certificate in /a.pem cannot be read"],
  ])("refuses %s", (_, text, message) => {
    expect(() => infoOf(text())).toThrow(expect.objectContaining({ code: "CERTIFICATE", message }));
  });

  test.each([
    [{ path: "/a", content: "x" }, "give either path or content"],
    [{}, "give either path or content"],
    [{ path: "/a", valid_at: { x: "30d" } }, "must be a time"],
    [{ path: "/a", valid_at: { x: "+" } }, "must be a time"],
    [{ path: "/a", valid_at: { x: "20301301000000Z" } }, "must be a time"],
  ])("refuses the options %j", (args, message) => {
    expect(x509_certificate_info.args.safeParse(args).error?.issues[0]?.message).toContain(message);
  });
});

test.each([
  ["+1w2d3h4m5s", 788_645_000],
  ["-90m", -5_400_000],
  ["19700101000010Z", 10_000],
  ["197001010001Z", 60_000],
  ["19700101010000+0100", 0],
  ["tomorrow", undefined],
  ["+1y", undefined],
])("%s is a time", (text, expected) => {
  expect(parseMoment(text, 0)).toBe(expected);
});
