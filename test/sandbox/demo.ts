import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bootSandbox } from "./boot.ts";
import { binariesFolder } from "./cache.ts";
import { releaseSandboxes } from "./claim.ts";
import { renderClusterInventory } from "./cluster-inventory.ts";
import { clusterProfile } from "./cluster-profile.ts";
import { ensureClusterPrograms } from "./cluster-programs.ts";
import { say, shown, shownUnchanged } from "./demo-steps.ts";
import { ensureEtcdPrograms } from "./etcd-programs.ts";
import { whyNoHosts } from "./preflight.ts";
import { kubernetesSourceVersion } from "./programs/kubernetes-recipe.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";

const usage = `usage: npm run demo [-- etcd]
  a highly available Kubernetes cluster on three throwaway hosts; the first time it is compiled, which takes its time
  etcd: only an etcd cluster over TLS, in a minute`;

const inventory = resolve("inventory/sandbox");

const etcdctl =
  "/opt/k8s/bin/etcdctl --cacert=/etc/etcd/cert/ca.pem --cert=/etc/etcd/cert/etcd.pem --key=/etc/etcd/cert/etcd-key.pem";

async function main(words: readonly string[]): Promise<void> {
  const reason = whyNoHosts();
  if (reason !== undefined) throw new SandboxError(`there can be no sandbox hosts: ${reason}`);
  if (words.length === 0) return demoCluster();
  if (words.length === 1 && words[0] === "etcd") return demoEtcd();
  throw new SandboxError(usage);
}

/** Boots three hosts, plays site.yml, verify.yml and site.yml again, and shows what the cluster answers. */
async function demoCluster(): Promise<void> {
  if (!existsSync(join(binariesFolder(), `kubernetes-${kubernetesSourceVersion}`)))
    console.log("Kubernetes is compiled first. That takes some ten minutes, once.");
  const programs = await ensureClusterPrograms();
  say("Three throwaway hosts: real systemd, real sshd");
  await releaseSandboxes((state) => state.inventory === inventory);
  const sandbox = await bootSandbox({ count: 3, profile: clusterProfile, keep: { inventory } });
  writeInventory(sandbox, renderClusterInventory(sandbox, programs));
  const playing = await shown("From bare hosts to a cluster", ["site.yml", "-i", "sandbox"]);
  const verifying = await shown("Is it well", ["verify.yml", "-i", "sandbox"]);
  const again = await shownUnchanged(["site.yml", "-i", "sandbox"]);
  say("What the cluster answers");
  const kubectl = "/opt/k8s/bin/kubectl --kubeconfig=/etc/kubernetes/kubectl.kubeconfig";
  await answered(sandbox, `${kubectl} get nodes -o wide`);
  await answered(sandbox, `${kubectl} get pods --all-namespaces -o wide`);
  await answered(sandbox, `${etcdctl} --endpoints=${endpoints(sandbox)} member list -w table`);
  say(
    `The cluster stays up. From nothing to verified in ${playing + verifying} s (site.yml ${playing} s, verify.yml ${verifying} s); played again in ${again} s: 0 changed`,
  );
  console.log("log in:     npm run sandbox -- ssh h1");
  console.log(`ask it:     ${kubectl} get pods -A`);
  sayHowToGoOn("site.yml");
}

/** Boots three hosts, plays site.yml on them twice, and shows what the cluster answers. */
async function demoEtcd(): Promise<void> {
  say("Three throwaway hosts: real systemd, real sshd");
  await ensureEtcdPrograms();
  await releaseSandboxes((state) => state.inventory === inventory);
  const sandbox = await bootSandbox({ count: 3, keep: { inventory } });
  writeInventory(sandbox, sandbox.inventoryText());
  await shown("What it would do", ["site.yml", "-i", "sandbox", "--check"]);
  await shown("Do it: an etcd cluster over TLS", ["site.yml", "-i", "sandbox"]);
  await shownUnchanged(["site.yml", "-i", "sandbox"]);
  say("What the cluster answers");
  for (const question of ["member list -w table", "endpoint status -w table", "endpoint health 2>&1"])
    await answered(sandbox, `${etcdctl} --endpoints=${endpoints(sandbox)} ${question}`);
  say("The hosts stay up");
  console.log("log in:     npm run sandbox -- ssh h1");
  sayHowToGoOn("site.yml");
}

function writeInventory(sandbox: Sandbox, text: string): void {
  mkdirSync(dirname(inventory), { recursive: true });
  writeFileSync(inventory, text);
  for (const { name, address } of sandbox.hosts) console.log(`${name}  ${address}`);
}

function endpoints(sandbox: Sandbox): string {
  return sandbox.hosts.map(({ address }) => `https://${address}:2379`).join(",");
}

/** Asks the first host. */
async function answered(sandbox: Sandbox, question: string): Promise<void> {
  console.log(await sandbox.read("h1", question));
}

function sayHowToGoOn(playbook: string): void {
  console.log(`play again: node dist/engine/cli/main.js ${playbook} -i sandbox`);
  console.log("take down:  npm run sandbox -- down");
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
