import { createPublicKey, createSign, createVerify } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { generated } from "../../engine/module/library/generated.ts";
import { Unknown } from "../../engine/model/value.ts";
import type { Plan } from "../../engine/module/contract.ts";
import { apply, ask } from "./on-disk.ts";
import { planOf, summaries } from "./rows.ts";

let folder = "";
const at = (name: string): string => join(folder, "pki", name);
const mode = (name: string): string => (statSync(at(name)).mode & 0o7777).toString(8);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const refused = expect.objectContaining({ code: "PRECONDITION" });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "generated "));
});

const pair = () => ({ path: at("sa.key"), public_path: at("sa.pub"), kind: "key_pair" });

function plan(options: Readonly<Record<string, unknown>>): Plan {
  return planOf(generated, options, ask(generated.probe(generated.args.parse(options), {})));
}

async function play(options: Readonly<Record<string, unknown>>) {
  const made = plan(options);
  const actions = made.changes.flatMap((change) => change.actions);
  await apply(actions);
  const judged = actions.length > 0 ? made.outcome?.([]) : undefined;
  return {
    done: summaries(made),
    result: { ...made.result, ...judged?.result },
    secrets: [...(made.secrets ?? []), ...(judged?.secrets ?? [])],
  };
}

describe("generated", () => {
  const rows: [kind: string, options: object, form: RegExp][] = [
    ["encryption_key", {}, /^[A-Za-z0-9+/]{43}=$/],
    ["bootstrap_token", {}, /^[a-z0-9]{6}\.[a-z0-9]{16}$/],
    ["password", {}, /^[A-Za-z0-9]{32}$/],
    ["token", { length: 64 }, /^[a-z0-9]{64}$/],
  ];
  test.each(rows)("makes one %s and keeps it", async (kind, options, form) => {
    const first = await play({ path: at("secret"), kind, ...options });
    expect(first.done).toHaveLength(1);
    expect(first.result["value"]).toMatch(form);
    expect(readFileSync(at("secret"), "utf8")).toBe(`${text(first.result["value"])}\n`);
    expect([mode("secret"), mode(".")]).toEqual(["600", "700"]);
    expect(readdirSync(at("."))).toEqual(["secret"]);
    const second = await play({ path: at("secret"), kind, ...options });
    expect(second).toEqual({ ...first, done: [] });
    expect(second.secrets).toContain(first.result["value"]);
  });

  test("gives a bootstrap token's parts, and hides its secret part", async () => {
    const { result, secrets } = await play({ path: at("token"), kind: "bootstrap_token" });
    expect(`${text(result["id"])}.${text(result["secret"])}`).toBe(result["value"]);
    expect(secrets).toContain(result["secret"]);
    expect(secrets).not.toContain(result["id"]);
  });

  const one = Buffer.alloc(32, 1).toString("base64");
  const two = Buffer.alloc(32, 2).toString("base64");
  const files: [text: string, all: readonly object[]][] = [
    [one, [{ name: "key1", secret: one }]],
    [
      `key2:${two}\n${one}`,
      [
        { name: "key2", secret: two },
        { name: "key1", secret: one },
      ],
    ],
  ];
  test.each(files)("tells the names and secrets of encryption keys in %j", async (text, all) => {
    mkdirSync(at("."));
    writeFileSync(at("key"), `${text}\n`, { mode: 0o600 });
    const { done, result, secrets } = await play({ path: at("key"), kind: "encryption_key" });
    expect(done).toEqual([]);
    expect(result).toMatchObject({ all, value: (all[0] as { secret: string }).secret });
    expect(secrets).toEqual(all.map((key) => (key as { secret: string }).secret));
  });

  const wrong = ["", "word", `${one}\nword`, `${one}\nkey1:${two}`, `key1:${one}\nkey2:${one}`, `a b:${one}`];
  test.each(wrong)("refuses %j as encryption keys", (text) => {
    mkdirSync(at("."));
    writeFileSync(at("key"), `${text}\n`, { mode: 0o600 });
    expect(() => plan({ path: at("key"), kind: "encryption_key" })).toThrow(refused);
  });

  test("makes a key pair whose halves belong together", async () => {
    const { done, result, secrets } = await play(pair());
    expect(done).toHaveLength(1);
    expect([mode("sa.key"), mode("sa.pub")]).toEqual(["600", "644"]);
    const signature = createSign("sha256")
      .update("x")
      .sign(readFileSync(at("sa.key")));
    const key = createPublicKey(readFileSync(at("sa.pub")));
    expect(createVerify("sha256").update("x").verify(key, signature)).toBe(true);
    expect(result).toMatchObject({
      value: readFileSync(at("sa.key"), "utf8"),
      public_key: readFileSync(at("sa.pub"), "utf8"),
    });
    expect(secrets.join("")).toContain("PRIVATE KEY");
    expect((await play(pair())).done).toEqual([]);
  });

  test("writes a lost public key again, and mends modes", async () => {
    await play(pair());
    const before = readFileSync(at("sa.pub"));
    rmSync(at("sa.pub"));
    chmodSync(at("sa.key"), 0o644);
    expect((await play(pair())).done).toEqual([
      `mode 0644 -> 0600 of ${at("sa.key")}`,
      `write ${at("sa.pub")}, the public key of ${at("sa.key")}`,
    ]);
    expect(readFileSync(at("sa.pub"))).toEqual(before);
    expect(mode("sa.key")).toBe("600");
  });

  test("never replaces what is there", async () => {
    await play({ path: at("key"), kind: "encryption_key" });
    writeFileSync(at("key"), "half\n");
    expect(() => plan({ path: at("key"), kind: "encryption_key" })).toThrow(refused);
    await play(pair());
    rmSync(at("sa.key"));
    expect(() => plan(pair())).toThrow(refused);
  });

  test("lets one of two hosts make it", async () => {
    const [first, second] = [plan(pair()), plan(pair())];
    await apply(first.changes.flatMap((change) => change.actions));
    const before = readFileSync(at("sa.key"));
    await expect(apply(second.changes.flatMap((change) => change.actions))).rejects.toThrow("run_once");
    expect(readFileSync(at("sa.key"))).toEqual(before);
    expect(readdirSync(at(".")).toSorted()).toEqual(["sa.key", "sa.pub"]);
  });

  test("shows nothing secret in its plan, and makes nothing before it is carried out", () => {
    const made = plan(pair());
    expect(made.changes[0]?.diff).toBeUndefined();
    expect(made.secrets).toBeUndefined();
    expect(existsSync(at("."))).toBe(false);
  });

  test("in a check run does not know what an earlier task would make", () => {
    const entry = { type: "file", mode: "0600" };
    const made = planOf(generated, { path: "/k", kind: "token" }, { entry, bytes: null });
    expect(made).toMatchObject({ changes: [], result: { value: expect.any(Unknown) } });
  });

  test.each([
    { kind: "key_pair" },
    { kind: "token", public_path: "/p" },
    { kind: "token", length: 4 },
    { kind: "secret" },
  ])("refuses %j", (options) => {
    expect(generated.args.safeParse({ path: "/k", ...options }).success).toBe(false);
  });
});
