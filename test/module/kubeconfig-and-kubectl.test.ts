import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openController } from "../../engine/host/controller/controller-session.ts";
import { kubeconfig } from "../../engine/module/library/kubeconfig.ts";
import { binariesFolder } from "../sandbox/cache.ts";
import { ensureKubernetesPrograms } from "../sandbox/kubernetes-programs.ts";
import { whyNoHosts } from "../sandbox/preflight.ts";
import { summariesOf } from "./shared/plan-of.ts";
import { applyHere, planHere } from "./shared/play-module.ts";

/*
 * The module beside the real kubectl on the same files. It is the cache's, since 1.20 as distributions build it panics at
 * set-credentials.
 */
const cached = join(binariesFolder(), "kubernetes-1.20.2/kubectl");

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
afterEach(() => rmSync(folder, { recursive: true }));

/** Plays, and proves that a second time there is nothing to do. */
async function play(options: Readonly<Record<string, unknown>>): Promise<void> {
  const plan = () => planHere(kubeconfig, { path: at("config"), ...options }, machines);
  await applyHere((await plan()).changes, machines);
  expect(summariesOf(await plan())).toEqual([]);
}

function kubectlConfig(paths: string, ...words: readonly string[]): string {
  const env = { ...process.env, KUBECONFIG: paths };
  return execFileSync(cached, ["config", ...words], { cwd: folder, env, encoding: "utf8" });
}

/** Lists in the order of names, and nothing where kubectl writes that there is nothing. */
function settled(text: string): unknown {
  const { clusters, users, contexts, ...rest } = parse(text) as Record<string, unknown>;
  const named = (list: unknown) =>
    ((list ?? []) as { name: string }[]).toSorted((left, right) => left.name.localeCompare(right.name));
  const fields = Object.entries(rest).filter(
    ([name, value]) => value !== "" && !["apiVersion", "kind", "preferences"].includes(name),
  );
  return {
    clusters: named(clusters),
    users: named(users),
    contexts: named(contexts),
    ...Object.fromEntries(fields),
  };
}

describe.skipIf(whyNoHosts() !== undefined && !existsSync(cached))(
  "kubeconfig does what kubectl config does",
  () => {
    beforeAll(async () => {
      if (!existsSync(cached)) await ensureKubernetesPrograms();
    }, 1_800_000);

    const base = `apiVersion: v1
kind: Config
preferences: {}
current-context: old
clusters:
- cluster:
    certificate-authority-data: eA==
    server: https://old:6443
    tls-server-name: sni
  name: k
contexts:
- context: {cluster: k, user: u, namespace: ns1}
  name: c
users:
- name: u
  user: {token: secret, as: someone}
`;
    const cluster = (...words: string[]) => ["set-cluster", "k", ...words];
    const user = (...words: string[]) => ["set-credentials", "u", ...words];
    const rows: [words: readonly string[], options: () => Readonly<Record<string, unknown>>][] = [
      [cluster("--server=https://new"), () => ({ clusters: { name: "k", server: "https://new" } })],
      [
        ["set-cluster", "new", "--server=https://new"],
        () => ({ clusters: { name: "new", server: "https://new" } }),
      ],
      [
        cluster("--certificate-authority=ca.pem"),
        () => ({ clusters: { name: "k", certificate_authority: at("ca.pem") } }),
      ],
      [
        cluster("--certificate-authority=ca.pem", "--embed-certs"),
        () => ({ clusters: { name: "k", certificate_authority: "ca.pem" }, embed_certs: true }),
      ],
      [
        cluster("--insecure-skip-tls-verify"),
        () => ({ clusters: { name: "k", insecure_skip_tls_verify: true } }),
      ],
      [
        cluster("--server=https://a", "--tls-server-name=b"),
        () => ({ clusters: { name: "k", server: "https://a", tls_server_name: "b" } }),
      ],
      [["set-context", "c", "--namespace=m"], () => ({ contexts: { name: "c", namespace: "m" } })],
      [
        ["set-context", "d", "--cluster=k", "--user=u"],
        () => ({ contexts: { name: "d", cluster: "k", user: "u" } }),
      ],
      [["use-context", "c"], () => ({ current_context: "c" })],
      [["delete-cluster", "k"], () => ({ clusters: "k", state: "absent" })],
      [["delete-context", "c"], () => ({ contexts: ["c"], state: "absent" })],
      [["unset", "current-context"], () => ({ current_context: "old", state: "absent" })],
      [user("--token=other"), () => ({ users: { name: "u", token: "other" } })],
      [user("--username=n", "--password=p"), () => ({ users: { name: "u", username: "n", password: "p" } })],
      [
        user("--client-certificate=u.pem", "--client-key=u-key.pem"),
        () => ({ users: { name: "u", client_certificate: at("u.pem"), client_key: at("u-key.pem") } }),
      ],
      [
        user("--client-certificate=u.pem", "--client-key=u-key.pem", "--embed-certs"),
        () => ({
          users: { name: "u", client_certificate: "u.pem", client_key: "u-key.pem" },
          embed_certs: true,
        }),
      ],
      [["delete-user", "u"], () => ({ users: "u", state: "absent" })],
    ];

    test.each(rows)("%j", async (words, options) => {
      writeFileSync(at("config"), base);
      copyFileSync(at("config"), at("theirs"));
      kubectlConfig(at("theirs"), ...words);
      await play(options());
      expect(settled(textAt("config"))).toEqual(settled(textAt("theirs")));
      const view = (path: string) => kubectlConfig(path, "view", "--raw");
      expect(view(at("config"))).toBe(view(at("theirs")));
    });

    test("with a list of files", async () => {
      const files = ["one", "two", "three"];
      for (const side of ["ours", "theirs"]) {
        mkdirSync(at(side));
        writeFileSync(at(`${side}/two`), "clusters:\n- cluster: {server: a}\n  name: x\n");
        writeFileSync(
          at(`${side}/three`),
          "clusters:\n- cluster: {server: b}\n  name: x\n- cluster: {server: c}\n  name: y1\ncurrent-context: z\n",
        );
      }
      const pathOf = (side: string) => files.map((file) => at(`${side}/${file}`)).join(":");
      const run = (...words: string[]) => kubectlConfig(pathOf("theirs"), ...words);
      for (const name of ["x", "y1", "new1"]) run("set-cluster", name, "--server=new");
      run("set-context", "z", "--cluster=y1", "--user=u1");
      const clusters = ["x", "y1", "new1"].map((name) => ({ name, server: "new" }));
      await play({ path: pathOf("ours"), clusters, contexts: { name: "z", cluster: "y1", user: "u1" } });
      for (const file of ["two", "three"])
        expect(settled(textAt(`ours/${file}`))).toEqual(settled(textAt(`theirs/${file}`)));
      expect(existsSync(at("ours/one"))).toBe(existsSync(at("theirs/one")));
    });

    test.each(["sub/config", "config"])("with a file beside which certificates lie, %s", async (name) => {
      for (const side of ["ours", "theirs"]) mkdirSync(at(`${side}/sub`), { recursive: true });
      for (const side of ["ours", "theirs"]) copyFileSync(at("ca.pem"), at(`${side}/sub/ca.pem`));
      const [ours, theirs] = [at(`ours/${name}`), at(`theirs/${name}`)];
      kubectlConfig(theirs, "set-cluster", "k", `--certificate-authority=${at("theirs/sub/ca.pem")}`);
      const clusters = { name: "k", certificate_authority: at("ours/sub/ca.pem") };
      await play({ path: ours, clusters });
      // each path is that of its own file: with the certificate in it, both are the same
      const flat = (path: string) => kubectlConfig(path, "view", "--raw", "--flatten");
      expect(flat(ours)).toBe(flat(theirs));
      expect(flat(ours)).toContain(Buffer.from("content of ca.pem\n").toString("base64"));
    });

    test("with two files that set the same value, of which the first wins", async () => {
      const texts = [
        "current-context: first\n",
        "current-context: second\ncontexts:\n- context: {user: u}\n  name: third\n",
      ];
      for (const side of ["ours", "theirs"]) mkdirSync(at(side));
      for (const side of ["ours", "theirs"])
        for (const [index, text] of texts.entries()) writeFileSync(at(`${side}/${index}`), text);
      const pathOf = (side: string) => `${at(`${side}/0`)}:${at(`${side}/1`)}`;
      kubectlConfig(pathOf("theirs"), "use-context", "third");
      await play({ path: pathOf("ours"), current_context: "third" });
      const view = (side: string) => kubectlConfig(pathOf(side), "view", "--raw");
      expect(view("ours")).toBe(view("theirs"));
      for (const index of [0, 1])
        expect(settled(textAt(`ours/${index}`))).toEqual(settled(textAt(`theirs/${index}`)));
    });
  },
);
