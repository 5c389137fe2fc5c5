import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quoteWord } from "../../engine/base/shell-text.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { playEvents } from "../support/play.ts";
import type { Case, Round } from "./case.ts";
import { roundOf } from "./case.ts";
import { urlFiles } from "./cases/get-url.ts";
import { startFileServer, type FileServer } from "./file-server.ts";

/** Hosts of the tests' own, a folder on the controller, and a server of files that the hosts can reach. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly inventory: string;
  readonly server: FileServer;
  close(): Promise<void>;
}

/** h1 is entered as root, h2 as a user who becomes root by sudo. */
export async function openBench(): Promise<Bench> {
  const sandbox = await bootSandbox({ count: 2 });
  const folder = mkdtempSync(join(tmpdir(), "play-modules-"));
  const server = await startFileServer(await gatewayOf(sandbox));
  for (const [path, bytes] of urlFiles) server.files.set(path, bytes);
  const inventory = join(folder, "hosts");
  writeFileSync(inventory, inventoryOf(sandbox));
  // what its clock starts in the middle of a test would look like the work of a play
  await everywhere(sandbox, "systemctl stop '*.timer'");
  return {
    sandbox,
    folder,
    inventory,
    server,
    close: async () => {
      await server.close();
      await sandbox.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function inventoryOf({ hosts: [first, second], keyPath, knownHostsPath }: Sandbox): string {
  return `h1 ansible_host=${first?.address} ansible_user=root
h2 ansible_host=${second?.address} ansible_user=deploy ansible_become=true
[all:vars]
ansible_ssh_private_key_file=${keyPath}
ansible_ssh_known_hosts_file=${knownHostsPath}
`;
}

async function gatewayOf(sandbox: Sandbox): Promise<string> {
  const route = await sandbox.read("h1", "ip -4 route show default");
  const address = /via (\S+)/.exec(route)?.[1];
  if (address === undefined) throw new Error(`no gateway in ${route}`);
  return address;
}

export async function everywhere(sandbox: Sandbox, script: string): Promise<readonly string[]> {
  return Promise.all(sandbox.hosts.map(({ name }) => sandbox.read(name, script)));
}

/** A module's cases as one playbook in a folder of its own. */
export interface Scenario {
  readonly folder: string;
  run(...words: readonly string[]): Promise<Round>;
  /** Runs a script in a case's folder on each host. */
  inFolder(one: Case, script: string): Promise<readonly string[]>;
}

/** Tasks that change something in every run, by the module's nature. */
export const eachTime = "each-time";

export async function setUpScenario(bench: Bench, module: string, cases: readonly Case[]): Promise<Scenario> {
  const folder = join(bench.folder, module);
  mkdirSync(folder, { recursive: true });
  for (const one of cases) await one.furnish?.(folder);
  const playbook = join(folder, "play.yml");
  writeFileSync(playbook, JSON.stringify([playOf(module, cases)], undefined, 2));
  const folderOf = (one: Case) => caseFolder(module, cases.indexOf(one));
  const inFolder = (one: Case, script: string) =>
    everywhere(bench.sandbox, `cd ${quoteWord(folderOf(one))} || exit\n${script}`);
  const befores = cases.map(
    (one) => `(mkdir ${quoteWord(folderOf(one))}; cd ${quoteWord(folderOf(one))}\n${one.before ?? ":"}\n)`,
  );
  await everywhere(bench.sandbox, ["set -e", ...befores].join("\n"));
  const words = [playbook, "-i", bench.inventory, "-e", `server=${bench.server.url}`];
  return {
    folder,
    run: async (...more) => roundOf(await playEvents([...words, ...more])),
    inFolder,
  };
}

function caseFolder(module: string, index: number): string {
  return `/srv/${module}'s größe ${index + 1}`;
}

function playOf(module: string, cases: readonly Case[]): unknown {
  const tasks = cases.map((one, index) => {
    const task = {
      name: one.about,
      [module]: one.args,
      ...(typeof one.effect === "object" && { tags: eachTime }),
      ...one.task,
    };
    return JSON.parse(
      JSON.stringify(task).replaceAll(/(?<![\w.])@\//g, `${caseFolder(module, index)}/`),
    ) as unknown;
  });
  return { hosts: "all", gather_facts: false, tasks };
}
