import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openController } from "../../engine/host/controller/controller-session.ts";
import { kubeconfig } from "../../engine/module/library/kubeconfig.ts";
import { summariesOf } from "./shared/plan-of.ts";
import { applyHere, planHere } from "./shared/play-module.ts";

const session = openController();
const machines = { host: session, controller: session };
afterAll(() => session.close());

let folder = "";
const at = (name: string): string => join(folder, name);
const textAt = (name: string): string => readFileSync(at(name), "utf8");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kubeconfig-"));
  for (const name of ["ca.pem", "u.pem", "u-key.pem"]) writeFileSync(at(name), `content of ${name}\n`);
});

const plan = (options: Readonly<Record<string, unknown>>) =>
  planHere(kubeconfig, { path: at("config"), ...options }, machines);

/** Plays, and proves that a second time there is nothing to do. */
async function play(options: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { changes } = await plan(options);
  await applyHere(changes, machines);
  expect(summariesOf(await plan(options))).toEqual([]);
  return changes.map(({ summary }) => summary);
}

const admin = {
  clusters: { name: "k", server: "https://10.0.0.1:6443", certificate_authority: "ca.pem" },
  users: [{ name: "admin", "client-certificate": "u.pem", client_key: "u-key.pem" }],
  contexts: [{ name: "admin@k", cluster: "k", user: "admin" }],
  current_context: "admin@k",
};

const commented = `# kept by hand
apiVersion: v1
kind: Config
strange: {a: 1}   # nobody knows
clusters:
- cluster:
    server: https://old:6443  # the old one
    odd: yes
  name: k
- cluster: {server: "https://other"}
  name: other
users: []
contexts: null
`;

describe("kubeconfig", () => {
  test("makes a file for its owner alone, certificates embedded", async () => {
    expect(await play({ ...admin, embed_certs: true })).toEqual([
      `keep cluster k, user admin, context admin@k, current context admin@k in ${at("config")}, mode 0600`,
    ]);
    expect((statSync(at("config")).mode & 0o777).toString(8)).toBe("600");
    expect(textAt("config")).toBe(`apiVersion: v1
kind: Config
clusters:
- cluster:
    server: https://10.0.0.1:6443
    certificate-authority-data: ${Buffer.from("content of ca.pem\n").toString("base64")}
  name: k
users:
- user:
    client-certificate-data: ${Buffer.from("content of u.pem\n").toString("base64")}
    client-key-data: ${Buffer.from("content of u-key.pem\n").toString("base64")}
  name: admin
contexts:
- context:
    cluster: k
    user: admin
  name: admin@k
current-context: admin@k
`);
  });

  test("keeps comments and what it does not know", async () => {
    writeFileSync(at("config"), commented);
    await play({ clusters: [{ name: "k", server: "https://new:6443" }], users: [{ name: "u", token: "t" }] });
    expect(textAt("config")).toBe(
      commented
        .replace("https://old:6443  # the old one", "https://new:6443 # the old one")
        .replace("   # nobody", " # nobody")
        .replace("users: []", "users:\n- user:\n    token: t\n  name: u"),
    );
  });

  test("shows no secret in a diff", async () => {
    const { changes, secrets } = await plan({
      users: [{ name: "u", token: "abcdef.0123456789", password: "pw12" }],
    });
    expect(changes[0]?.diff?.after).toContain('token: "********"');
    expect(JSON.stringify(changes.map(({ diff }) => diff))).not.toMatch(/012345|pw12/);
    expect(secrets).toEqual(["abcdef.0123456789", "pw12"]);
    await play({ ...admin, embed_certs: true });
    const more = await plan({ users: [{ name: "u", token: "x" }] });
    expect(JSON.stringify(more.changes[0]?.diff)).not.toContain(
      Buffer.from("content of u-key").toString("base64"),
    );
  });

  test("changes an entry in the file that it comes from, and adds to the first that exists", async () => {
    const [one, two, three] = [at("one"), at("two"), at("three")];
    writeFileSync(two, "clusters:\n- cluster: {server: a}\n  name: x\n");
    writeFileSync(
      three,
      "clusters:\n- cluster: {server: b}\n  name: x\n- cluster: {server: c}\n  name: y1\n",
    );
    const path = `${one}:${two}:${three}`;
    const clusters = ["x", "y1", "z"].map((name) => ({ name, server: "new" }));
    await play({ path, clusters, current_context: "q" });
    expect(existsSync(one)).toBe(false);
    expect(parse(textAt("two"))).toMatchObject({
      clusters: [{ name: "x", cluster: { server: "new" } }, { name: "z" }],
      "current-context": "q",
    });
    expect(parse(textAt("three"))).toMatchObject({
      clusters: [{ cluster: { server: "b" } }, { cluster: { server: "new" } }],
    });
    await play({ path, clusters: ["x"], current_context: "q", state: "absent" });
    expect(textAt("two") + textAt("three")).not.toMatch(/name: x|current-context: q/);
  });

  test("takes a path that leads to the same file as the same", async () => {
    await play(admin);
    expect(parse(textAt("config"))).toMatchObject({
      clusters: [{ cluster: { "certificate-authority": "ca.pem" } }],
    });
    const absolute = { ...admin.clusters, certificate_authority: at("ca.pem") };
    expect((await plan({ clusters: absolute })).changes).toEqual([]);
  });

  test("needs the files that it embeds", async () => {
    const made = await plan({
      ...admin,
      clusters: { ...admin.clusters, certificate_authority: "no.pem" },
      embed_certs: true,
    });
    expect(made).toMatchObject({
      needs: `file ${at("no.pem")}`,
      changes: [{ summary: expect.stringContaining("create") }],
    });
  });

  test("in a check run knows that a file will be made, not what goes into another", async () => {
    expect(summariesOf(await plan({ content_unknown: "a token" }))).toEqual([
      `create ${at("config")} (content not yet known), mode 0600`,
    ]);
    await play(admin);
    expect(await plan({ content_unknown: "a token" })).toMatchObject({
      changes: [],
      unknown: expect.stringContaining("a token"),
    });
  });

  test.each([
    { clusters: [{ server: "x" }] },
    { users: [{ name: "u", tokken: "x" }] },
    { contexts: "c", path: "" },
  ])("refuses %j", (options) => {
    expect(kubeconfig.args.safeParse({ path: "/c", ...options }).success).toBe(false);
  });

  test.each(["a: [", "- a\n", "just text"])("refuses to edit %j", async (text) => {
    writeFileSync(at("config"), text);
    await expect(plan(admin)).rejects.toThrow(expect.objectContaining({ code: "PRECONDITION" }));
  });
});
