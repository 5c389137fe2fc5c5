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

/** What is played on: its parts by name, each with a way in that is not the engine's. */
export interface Places {
  readonly hosts: readonly { readonly name: string }[];
  read(host: string, script: string): Promise<string>;
}

/** Hosts of the tests' own, a folder on the controller, and a server of files that the hosts can reach. */
export interface Bench<Hosts extends Places = Places> {
  readonly sandbox: Hosts;
  readonly folder: string;
  readonly inventory: string;
  readonly server: FileServer;
  close(): Promise<void>;
}

/** h1 is entered as root, h2 as a user who becomes root by sudo. */
export async function openBench(): Promise<Bench<Sandbox>> {
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

export async function gatewayOf(sandbox: Sandbox): Promise<string> {
  const route = await sandbox.read("h1", "ip -4 route show default");
  const address = /via (\S+)/.exec(route)?.[1];
  if (address === undefined) throw new Error(`no gateway in ${route}`);
  return address;
}

export async function everywhere(sandbox: Places, script: string): Promise<readonly string[]> {
  return Promise.all(sandbox.hosts.map(({ name }) => sandbox.read(name, script)));
}

/** All cases of all modules: a playbook for each module, in a folder of its own, played together. */
export interface Scenario {
  run(...words: readonly string[]): Promise<Round>;
}

/** Tasks that change something in every run, by the module's nature. */
export const eachTime = "each-time";

export async function setUpScenario(
  bench: Bench,
  casesOf: Readonly<Record<string, readonly Case[]>>,
): Promise<Scenario> {
  const playbooks: string[] = [];
  const befores: string[] = [];
  const lastly: string[] = [];
  for (const [module, cases] of Object.entries(casesOf)) {
    const folder = moduleFolder(bench, module);
    mkdirSync(folder, { recursive: true });
    for (const one of cases) await one.furnish?.(folder);
    befores.push(...cases.map(({ before }, index) => scriptIn(caseFolder(module, index), before, "mkdir")));
    lastly.push(...cases.map(({ lastly }, index) => scriptIn(caseFolder(module, index), lastly)));
    playbooks.push(join(folder, "play.yml"));
    writeFileSync(join(folder, "play.yml"), JSON.stringify([playOf(module, cases)], undefined, 2));
  }
  await everywhere(bench.sandbox, ["set -e", ...befores, ...lastly].join("\n"));
  const words = [...playbooks, "-i", bench.inventory, "-e", `server=${bench.server.url}`];
  return { run: async (...more) => roundOf(await playEvents([...words, ...more])) };
}

/** Where a module's playbook is, on the controller. */
export function moduleFolder({ folder }: Bench, module: string): string {
  return join(folder, module);
}

/** Runs a script in a case's folder on each host. */
export function inCaseFolder(
  { sandbox }: Bench,
  place: { readonly module: string; readonly index: number },
  script: string,
): Promise<readonly string[]> {
  return everywhere(sandbox, `cd ${quoteWord(caseFolder(place.module, place.index))} || exit\n${script}`);
}

function caseFolder(module: string, index: number): string {
  return `/srv/${module}'s größe ${index + 1}`;
}

function scriptIn(folder: string, script = ":", make?: "mkdir"): string {
  const word = quoteWord(folder);
  return `(${make ? `mkdir ${word}; ` : ""}cd ${word}\n${script}\n)`;
}

/** What fails is seen by its own test; the other cases go on. */
function playOf(module: string, cases: readonly Case[]): unknown {
  const tasks = cases.map((one, index) => {
    const task = {
      name: one.about,
      [module]: one.args,
      ignore_errors: true,
      ...(typeof one.effect === "object" && { tags: eachTime }),
      ...one.task,
    };
    const text = JSON.stringify(task).replaceAll(/(?<![\w.])@\//g, `${caseFolder(module, index)}/`);
    return JSON.parse(text) as unknown;
  });
  return { hosts: "all", gather_facts: false, tasks };
}
