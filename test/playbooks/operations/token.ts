import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "../../sandbox/wait.ts";
import { changesOf } from "../../support/play.ts";
import type { ClusterBench } from "../cluster-bench.ts";

const minutes = 60_000;
const form = /^[a-z0-9]{6}\.[a-z0-9]{16}\n$/;

/** token.yml on a cluster; revokes what it makes. */
export function tokenTests(bench: () => ClusterBench): void {
  const file = (name: string) => join(bench().pkiFolder, "tokens", name);
  const expiry = async (id: string) => {
    const path = "-n kube-system get secret bootstrap-token-";
    const coded = await bench().kubectl(`${path}${id} --ignore-not-found -o jsonpath={.data.expiration}`);
    return Buffer.from(coded, "base64").toString();
  };

  test(
    "a token is made as the check run says, is in a file only, and twice changes nothing",
    { timeout: 30 * minutes },
    async () => {
      const foreseen = changesOf(await bench().events("token.yml", "--check"));
      const done = await bench().events("token.yml");
      expect(changesOf(done)).toEqual(foreseen);
      const token = readFileSync(file("join"), "utf8");
      expect(token).toMatch(form);
      expect(statSync(file("join")).mode & 0o777).toBe(0o600);
      expect(JSON.stringify(done)).not.toContain(token.trim().slice(7));
      expect(JSON.stringify(done)).toContain(file("join"));
      const hours = (Date.parse(await expiry(token.slice(0, 6))) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(22);
      expect(hours).toBeLessThan(25);
      expect(changesOf(await bench().events("token.yml"))).toEqual([]);
      expect(readFileSync(file("join"), "utf8")).toBe(token);
    },
  );

  test("a token is prolonged, keeps its text, and is revoked", { timeout: 30 * minutes }, async () => {
    const words = ["-e", "token_id=abc123"];
    await bench().events("token.yml", ...words, "-e", "token_hours=1");
    const [token, first] = [readFileSync(file("abc123"), "utf8"), await expiry("abc123")];
    expect(changesOf(await bench().events("token.yml", ...words))).toHaveLength(1);
    expect(readFileSync(file("abc123"), "utf8")).toBe(token);
    expect((await expiry("abc123")) > first).toBe(true);
    const absent = [...words, "-e", "token_state=absent"];
    const foreseen = changesOf(await bench().events("token.yml", ...absent, "--check"));
    expect(changesOf(await bench().events("token.yml", ...absent))).toEqual(foreseen);
    expect(await expiry("abc123")).toBe("");
    expect(changesOf(await bench().events("token.yml", ...absent))).toEqual([]);
  });

  test("a token that has expired is removed by the cluster", { timeout: 30 * minutes }, async () => {
    await bench().events("token.yml", "-e", "token_id=dead00");
    const soon = Buffer.from(new Date(Date.now() + 5000).toISOString().replace(/\.\d+/, "")).toString(
      "base64",
    );
    await bench().kubectl(
      `-n kube-system patch secret bootstrap-token-dead00 -p '{"data":{"expiration":"${soon}"}}'`,
    );
    await waitFor("the cluster to remove it", 300, async () =>
      (await expiry("dead00").catch(() => undefined)) === "" ? true : undefined,
    );
    await bench().events("token.yml", "-e", "token_id=dead00", "-e", "token_state=absent");
  });

  test("token.yml refuses before it touches anything", { timeout: 30 * minutes }, async () => {
    const refused = async (told: RegExp, ...words: readonly string[]) => {
      const { status, stdout, stderr } = await bench().told("token.yml", ...words);
      expect(status, stdout + stderr).not.toBe(0);
      expect(stdout + stderr).toMatch(told);
    };
    const tokens = () => bench().kubectl("-n kube-system get secrets -o name");
    const before = await tokens();
    await refused(/token_hours is 0/, "-e", "token_hours=0");
    await refused(/token_hours is soon/, "-e", "token_hours=soon", "-e", "token_margin=1");
    await refused(/token_id is ABC/, "-e", "token_id=ABC");
    await refused(/token_state is gone/, "-e", "token_state=gone");
    await refused(/token_groups is \["admins"\]/, "-e", '{"token_groups": ["admins"]}');
    await refused(/the API does not answer/, "-e", "kubectl=false");
    const own = readFileSync(join(bench().pkiFolder, "bootstrap-token"), "utf8").slice(0, 6);
    await refused(/the roles themselves join nodes with/, "-e", JSON.stringify({ token_id: own }));
    writeFileSync(file("broken"), "abc123\n");
    await refused(/broken holds no token/, "-e", `token_file=${file("broken")}`);
    expect(await tokens()).toBe(before);
  });
}
