import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { dirname, resolve } from "node:path";
import { bootSandbox } from "./boot.ts";
import { releaseSandboxes } from "./claim.ts";
import { renderClusterInventory } from "./cluster-inventory.ts";
import { clusterProfile } from "./cluster-profile.ts";
import { ensureClusterPrograms } from "./cluster-programs.ts";
import { ensureEtcdPrograms } from "./etcd-programs.ts";
import { toolPath } from "./command.ts";
import { whyNoHosts } from "./preflight.ts";
import { attachSandbox } from "./sandbox.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxError } from "./sandbox-error.ts";
import { sshOptions } from "./ssh-client.ts";
import { listStates, sandboxFile } from "./state.ts";

const usage = `usage: npm run sandbox -- COMMAND
  up [N] [--cluster]  boot N hosts (3) called h1, h2, ... and write inventory/sandbox;
                      --cluster: for Kubernetes, whose programs are built first, once
  down                take them down
  list                all sandboxes of this machine
  ssh HOST [COMMAND]  log in as root
  logs HOST           console and journal of a host`;

const inventory = resolve("inventory/sandbox");

const commands: Record<string, (words: readonly string[]) => number | Promise<number>> = {
  up,
  down,
  list,
  ssh,
  logs,
};

async function main(words: readonly string[]): Promise<number> {
  const [name = "", ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    process.stderr.write(`${usage}\n`);
    return 1;
  }
  const reason = whyNoHosts();
  if (reason !== undefined) throw new SandboxError(`there can be no sandbox hosts: ${reason}`);
  return command(rest);
}

async function up(words: readonly string[]): Promise<number> {
  const isCluster = words.includes("--cluster");
  const [number = "3"] = words.filter((word) => word !== "--cluster");
  const count = Number(number);
  if (!Number.isInteger(count) || count < 1 || count > 200)
    throw new SandboxError(`up: how many hosts is "${number}"?`);
  if (await takeDownMine()) print("took the previous hosts down");
  const sandbox = isCluster ? await bootCluster(count) : await bootPlain(count);
  for (const { name, address } of sandbox.hosts) print(`${name}  ${address}`);
  print(`up; ${inventory} is written. Log in: npm run sandbox -- ssh h1. Take down: npm run sandbox -- down`);
  return 0;
}

async function bootPlain(count: number): Promise<Sandbox> {
  await ensureEtcdPrograms();
  const sandbox = await bootSandbox({ count, keep: { inventory } });
  writeInventory(sandbox.inventoryText());
  return sandbox;
}

async function bootCluster(count: number): Promise<Sandbox> {
  const programs = await ensureClusterPrograms();
  const sandbox = await bootSandbox({ count, profile: clusterProfile, keep: { inventory } });
  writeInventory(renderClusterInventory(sandbox, programs));
  return sandbox;
}

function writeInventory(text: string): void {
  mkdirSync(dirname(inventory), { recursive: true });
  writeFileSync(inventory, text);
}

async function down(): Promise<number> {
  print((await takeDownMine()) ? "down" : "nothing is up");
  return 0;
}

function list(): number {
  for (const { id, owner, inventory, hosts } of listStates()) {
    const who = owner === undefined ? `for ${inventory ?? "?"}` : `of process ${owner.pid}`;
    print(`${id}  ${hosts.map(({ name, address }) => `${name} ${address}`).join(", ")}  ${who}`);
  }
  return 0;
}

async function ssh([name = "h1", ...command]: readonly string[]): Promise<number> {
  const sandbox = mySandbox();
  const { address } = findHost(sandbox, name);
  const argv = [...sshOptions(sandbox), `root@${address}`, ...command];
  const child = spawn("ssh", argv, { stdio: "inherit", env: { ...process.env, PATH: toolPath } });
  const [status] = await once(child, "exit");
  return Number(status ?? 255);
}

async function logs([name = "h1"]: readonly string[]): Promise<number> {
  const sandbox = mySandbox();
  process.stdout.write(readFileSync(sandboxFile.console(sandbox.id, findHost(sandbox, name).name)));
  process.stdout.write(await sandbox.read(name, "journalctl --boot --no-pager"));
  return 0;
}

/** The sandbox that `up` made from this checkout. */
function mySandbox(): Sandbox {
  const state = listStates().find((state) => state.inventory === inventory);
  if (state === undefined) throw new SandboxError("no hosts are up: npm run sandbox -- up");
  return attachSandbox(state.id);
}

function findHost(sandbox: Sandbox, name: string): Sandbox["hosts"][number] {
  const host = sandbox.hosts.find((host) => host.name === name);
  if (host !== undefined) return host;
  throw new SandboxError(`no host ${name}: there are ${sandbox.hosts.map((host) => host.name).join(", ")}`);
}

async function takeDownMine(): Promise<boolean> {
  const released = await releaseSandboxes((state) => state.inventory === inventory);
  if (existsSync(inventory)) rmSync(inventory);
  return released.length > 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exitCode = 1;
}
