import { execFileSync } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Module, Plan } from "../../engine/module/contract.ts";
import { certificate } from "../../engine/module/library/certificate.ts";
import { certificate_authority } from "../../engine/module/library/certificate-authority.ts";
import { parseAltName, readAltNames } from "../../engine/module/shared/certificate/alt-names.ts";
import { apply, ask } from "./on-disk.ts";
import { planOf, summaries } from "./rows.ts";

let folder = "";
const at = (name: string): string => join(folder, "pki", name);
const mode = (name: string): string => (statSync(at(name)).mode & 0o7777).toString(8);
const code = (name: string) => expect.objectContaining({ code: name });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pki "));
});

function plan(module: Module, options: object): Plan {
  const want = { ...options };
  return planOf(module, want, ask(module.probe(module.args.parse(want), {})));
}

/** Plans and carries out; the summaries of what was done. */
async function play(
  module: Module,
  options: object,
): Promise<{ done: readonly string[]; plan: Plan; result: object }> {
  const made = plan(module, options);
  await apply(made.changes.flatMap((change) => change.actions));
  return { done: summaries(made), plan: made, result: { ...made.result, ...made.outcome?.([]).result } };
}

const authority = (more: object = {}) => ({
  path: at("ca.pem"),
  privatekey_path: at("ca-key.pem"),
  common_name: "etcd-ca",
  key_type: "ecdsa",
  ...more,
});

const leaf = (more: object = {}) => ({
  path: at("etcd.pem"),
  privatekey_path: at("etcd-key.pem"),
  ca_path: at("ca.pem"),
  ca_privatekey_path: at("ca-key.pem"),
  common_name: "h1",
  organization: "etcd",
  subject_alt_name: ["127.0.0.1", "DNS:localhost", "IP:fd00::0:2", "h1"],
  extended_key_usage: ["serverAuth", "clientAuth"],
  key_type: "ecdsa",
  ...more,
});

const openssl = (...words: string[]): string =>
  execFileSync("openssl", words, { encoding: "utf8", stdio: "pipe" });
const textOf = (name: string): string => openssl("x509", "-in", at(name), "-noout", "-text");

describe("certificate_authority", () => {
  test("makes an authority once", async () => {
    const { done, result } = await play(certificate_authority, authority());
    expect(done).toEqual([`create certificate authority etcd-ca in ${at("ca.pem")}`]);
    expect(result).toMatchObject({
      subject: "CN=etcd-ca",
      serial_number: expect.stringMatching(/^[4-7][\da-f]{31}$/),
    });
    expect([mode("ca.pem"), mode("ca-key.pem"), mode(".")]).toEqual(["644", "600", "700"]);
    expect((await play(certificate_authority, authority())).done).toEqual([]);
  });

  test("makes one that openssl takes as such", async () => {
    await play(certificate_authority, authority({ key_type: "rsa", organization: "it" }));
    const text = textOf("ca.pem");
    expect(text).toMatch(/Issuer: O = it, CN = etcd-ca\n/);
    expect(text).toMatch(/Public-Key: \(2048 bit\)/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:TRUE\n/);
    expect(text).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
    expect(text).toMatch(
      /Subject Key Identifier:\s+([\dA-F:]+)\s+X509v3 Authority Key Identifier:\s+(keyid:)?\1/,
    );
    const { validFrom } = new X509Certificate(readFileSync(at("ca.pem")));
    expect((Date.now() - Date.parse(validFrom)) / 60_000).toBeCloseTo(5, 0);
  });

  test("is never made again unasked", async () => {
    await play(certificate_authority, authority());
    const before = readFileSync(at("ca.pem"));
    const refused = (why: string, more: object = {}) => {
      expect(() => plan(certificate_authority, authority(more))).toThrow(code("CERTIFICATE"));
      expect(() => plan(certificate_authority, authority(more))).toThrow(why);
    };
    refused("its name is etcd-ca, other is asked for", { common_name: "other" });
    vi.useFakeTimers({ now: Date.now() + 40_000 * 86_400_000, toFake: ["Date"] });
    refused("it expired");
    vi.useRealTimers();
    writeFileSync(
      at("ca-key.pem"),
      createPrivateKey(openssl("genrsa", "2048")).export({ type: "pkcs8", format: "pem" }),
    );
    refused("its private key belongs to another certificate");
    writeFileSync(at("ca.pem"), "garbage");
    refused("its certificate cannot be read");
    writeFileSync(at("ca.pem"), before);
    rmSync(at("ca-key.pem"));
    refused("its private key is missing");
    expect((await play(certificate_authority, authority({ force: true }))).done).toHaveLength(1);
    expect(readFileSync(at("ca.pem"))).not.toEqual(before);
  });

  test("keeps the key of one that was left half made", async () => {
    await play(certificate_authority, authority());
    const key = readFileSync(at("ca-key.pem"));
    rmSync(at("ca.pem"));
    expect((await play(certificate_authority, authority())).done).toHaveLength(1);
    expect(readFileSync(at("ca-key.pem"))).toEqual(key);
    expect((await play(certificate_authority, authority())).done).toEqual([]);
  });

  test("does not write over one that another host has just made", async () => {
    const [first, second] = [
      plan(certificate_authority, authority()),
      plan(certificate_authority, authority()),
    ];
    await apply(first.changes.flatMap((change) => change.actions));
    await expect(apply(second.changes.flatMap((change) => change.actions))).rejects.toThrow("run_once");
  });

  test("mends modes", async () => {
    await play(certificate_authority, authority());
    chmodSync(at("ca-key.pem"), 0o644);
    expect((await play(certificate_authority, authority())).done).toEqual([
      `set mode 0600 of ${at("ca-key.pem")}, was 0644`,
    ]);
    expect(mode("ca-key.pem")).toBe("600");
  });
});

describe("certificate", () => {
  test("is issued once, and openssl verifies it", async () => {
    await play(certificate_authority, authority());
    const { done, result, plan: first } = await play(certificate, leaf());
    expect(done).toEqual(["issue etcd h1: new"]);
    expect(result).toMatchObject({
      subject: "CN=h1, O=etcd",
      subject_alt_name: ["IP:127.0.0.1", "DNS:localhost", "IP:fd00::2", "DNS:h1"],
      reasons: ["new"],
    });
    expect(first.changes[0]?.diff).toMatchObject({
      before: "",
      after: expect.stringContaining("subject_alt_name: DNS:h1\n"),
    });
    expect(
      openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", at("ca.pem"), at("etcd.pem")),
    ).toMatch(/OK/);
    expect(
      openssl(
        "verify",
        "-purpose",
        "sslclient",
        "-verify_ip",
        "127.0.0.1",
        "-CAfile",
        at("ca.pem"),
        at("etcd.pem"),
      ),
    ).toMatch(/OK/);
    const text = textOf("etcd.pem");
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\n/);
    expect(text).toMatch(/Basic Constraints: critical\s+CA:FALSE\n/);
    expect(text).toMatch(
      /Extended Key Usage:\s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
    );
    expect(text).toMatch(/DNS:localhost, IP Address:FD00:0:0:0:0:0:0:2, DNS:h1\n/);
    expect([mode("etcd.pem"), mode("etcd-key.pem")]).toEqual(["644", "600"]);
    const again = await play(certificate, leaf({ subject_alt_name: "localhost,127.0.0.1,fd00::2,h1" }));
    expect(again.done).toEqual([]);
    expect(again.result).toMatchObject({ reasons: [], not_after: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  const rows: readonly [more: object, reason: string][] = [
    [{ subject_alt_name: [...leaf().subject_alt_name, "10.0.0.4"] }, "SAN added 10.0.0.4"],
    [{ subject_alt_name: ["h1", "localhost"] }, "SAN removed 127.0.0.1, fd00::2"],
    [{ common_name: "h2" }, "common name h2, was h1"],
    [{ organization: undefined }, "organization none, was etcd"],
    [{ extended_key_usage: ["clientAuth"] }, "usage removed serverAuth"],
    [{ renew_before_days: 4000 }, "expires in 3649 days"],
    [{ force: true }, "asked for by force"],
  ];
  test.each(rows)("is issued again for %j", async (more, reason) => {
    await play(certificate_authority, authority());
    await play(certificate, leaf());
    const { done } = await play(certificate, leaf(more));
    expect(done).toEqual([`issue etcd ${leaf(more).common_name}: ${reason}`]);
    const { force: _force, renew_before_days: _days, ...settled } = leaf(more) as Record<string, unknown>;
    expect((await play(certificate, settled)).done).toEqual([]);
  });

  test("is issued again for what is wrong with its files", async () => {
    await play(certificate_authority, authority());
    await play(certificate, leaf());
    const reasonsAfter = async (harm: () => unknown) => {
      harm();
      return (await play(certificate, leaf())).done;
    };
    expect(await reasonsAfter(() => rmSync(at("etcd-key.pem")))).toEqual([
      "issue etcd h1: its key is missing",
    ]);
    expect(await reasonsAfter(() => writeFileSync(at("etcd-key.pem"), openssl("genrsa", "2048")))).toEqual([
      "issue etcd h1: its key is another one",
    ]);
    expect(await reasonsAfter(() => writeFileSync(at("etcd-key.pem"), ""))).toEqual([
      "issue etcd h1: its key cannot be read",
    ]);
    expect(await reasonsAfter(() => writeFileSync(at("etcd.pem"), ""))).toEqual([
      "issue etcd h1: it cannot be read",
    ]);
    expect(await reasonsAfter(() => rmSync(at("etcd.pem")))).toEqual(["issue etcd h1: new"]);
    expect(await reasonsAfter(() => undefined)).toEqual([]);
    await play(certificate_authority, authority({ force: true }));
    expect(await reasonsAfter(() => undefined)).toEqual(["issue etcd h1: its authority is another one"]);
  });

  test("can be signed by an authority that another tool made", async () => {
    execFileSync("mkdir", [at("")]);
    const subject = ["-utf8", "-subj", "/C=DE/O=Größe/CN=old ca"];
    openssl(
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-days",
      "99",
      ...subject,
      "-keyout",
      at("k"),
      "-out",
      at("ca.pem"),
    );
    openssl("rsa", "-in", at("k"), "-traditional", "-out", at("ca-key.pem"));
    await play(certificate, leaf({ key_type: "rsa" }));
    expect(openssl("verify", "-CAfile", at("ca.pem"), at("etcd.pem"))).toMatch(/OK/);
    expect(openssl("x509", "-in", at("etcd.pem"), "-noout", "-issuer")).toContain("CN = old ca");
    // the issuer's name byte by byte: a PrintableString stays one, a UTF8String, too
    const { raw } = new X509Certificate(readFileSync(at("etcd.pem")));
    expect(raw.includes(Buffer.from([0x13, 2, ...Buffer.from("DE")]))).toBe(true);
    expect(raw.includes(Buffer.from([0x0c, 7, ...Buffer.from("Größe")]))).toBe(true);
    expect((await play(certificate, leaf({ key_type: "rsa" }))).done).toEqual([]);
  });

  test("needs its authority", () => {
    expect(plan(certificate, leaf())).toMatchObject({ needs: `certificate authority ${at("ca.pem")}` });
  });

  test("in a check run follows an authority that is only foreseen", () => {
    const probe = certificate.probe(certificate.args.parse(leaf()), {});
    const foreseen = { type: "file", mode: "0600" };
    const made = planOf(certificate, leaf(), { ...ask(probe), caEntry: foreseen, caKeyEntry: foreseen });
    expect(summaries(made)).toEqual(["issue etcd h1: new"]);
    expect(made.needs).toBeUndefined();
    const both = {
      caEntry: foreseen,
      caKeyEntry: foreseen,
      certEntry: { ...foreseen, mode: "0644" },
      keyEntry: foreseen,
    };
    expect(summaries(planOf(certificate, leaf(), { ...ask(probe), ...both }))).toEqual([]);
  });

  test("refuses usages that it does not know", () => {
    expect(certificate.args.safeParse(leaf({ extended_key_usage: "clientauth" })).success).toBe(false);
  });

  test("shows nothing secret", async () => {
    await play(certificate_authority, authority());
    const { plan: made, result } = await play(certificate, leaf());
    expect(JSON.stringify([made.changes, result])).not.toContain("PRIVATE");
  });
});

describe("subject_alt_name", () => {
  test.each([
    ["10.0.0.1", "ip", "10.0.0.1"],
    ["IP:FD00:0::1", "ip", "fd00::1"],
    ["DNS:a.b-c.de", "dns", "a.b-c.de"],
    ["dns:10.0.0.1", "dns", "10.0.0.1"],
    ["*.example.org", "dns", "*.example.org"],
    ["node_1", "dns", "node_1"],
  ])("reads %s", (text, type, value) => expect(parseAltName(text)).toEqual({ type, value }));

  test.each(["cluster.local.", "", "a b", "IP:h1", "10.0.0.256", "IP:1.2.3", "::g", "DNS:"])(
    "refuses %j",
    (text) => {
      expect(() => parseAltName(text)).toThrow(code("BAD_OPTION"));
    },
  );

  test("reads what a certificate has", () => {
    expect(readAltNames("DNS:h1, IP Address:FD00:0:0:0:0:0:0:2, email:a@b")).toEqual([
      "DNS:h1",
      "IP:fd00::2",
      "email:a@b",
    ]);
    expect(readAltNames(undefined)).toEqual([]);
  });
});
