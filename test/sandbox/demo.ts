import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { bootSandbox } from "./boot.ts";
import { releaseSandboxes } from "./claim.ts";
import { ensureEtcdPrograms } from "./etcd-programs.ts";
import { whyNoHosts } from "./preflight.ts";
import { SandboxError } from "./sandbox-error.ts";

const inventory = resolve("inventory/sandbox");
const cli = resolve(import.meta.dirname, "../../engine/cli/main.js");

/** Boots three hosts, plays etcd.yml on them twice, and shows what the cluster answers. */
async function demo(): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== undefined) throw new SandboxError(`there can be no sandbox hosts: ${reason}`);
  say("Three throwaway hosts: real systemd, real sshd");
  await ensureEtcdPrograms();
  await releaseSandboxes((state) => state.inventory === inventory);
  const sandbox = await bootSandbox({ count: 3, keep: { inventory } });
  mkdirSync(dirname(inventory), { recursive: true });
  writeFileSync(inventory, sandbox.inventoryText());
  for (const { name, address } of sandbox.hosts) console.log(`${name}  ${address}`);
  await shown("What it would do", ["etcd.yml", "-i", "sandbox", "--check"]);
  await shown("Do it: an etcd cluster over TLS", ["etcd.yml", "-i", "sandbox"]);
  await shown("Again: nothing is left to change", ["etcd.yml", "-i", "sandbox"]);
  say("What the cluster answers");
  const [first] = sandbox.hosts;
  const endpoints = sandbox.hosts.map(({ address }) => `https://${address}:2379`).join(",");
  const pair =
    "--cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";
  const etcdctl = `/opt/k8s/bin/etcdctl ${pair} --endpoints=${endpoints}`;
  for (const question of ["member list -w table", "endpoint status -w table", "endpoint health 2>&1"])
    console.log(await sandbox.read(String(first?.name), `${etcdctl} ${question}`));
  say("The hosts stay up");
  console.log("log in:     npm run sandbox -- ssh h1");
  console.log("play again: node dist/engine/cli/main.js etcd.yml -i sandbox");
  console.log("take down:  npm run sandbox -- down");
}

async function shown(title: string, words: readonly string[]): Promise<void> {
  say(`${title}: play ${words.join(" ")}`);
  const child = spawn(process.execPath, [cli, ...words], { stdio: "inherit" });
  const [status] = await once(child, "exit");
  if (status !== 0) throw new SandboxError(`play ${words.join(" ")} ended with ${String(status)}`);
}

function say(title: string): void {
  console.log(`\n=== ${title}\n`);
}

try {
  await demo();
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
