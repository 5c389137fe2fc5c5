import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayOf } from "../module-on-hosts/bench.ts";
import { bootSandbox } from "../sandbox/boot.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { play, type PlayRun, playEvents, type JsonEvent } from "../support/play.ts";

/** How a task ended on the host. */
export interface Ended {
  readonly kind: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** A host of the test's own, h1, to be broken at will, and a folder of playbooks. */
export interface FaultBench {
  readonly sandbox: Sandbox;
  readonly folder: string;
  /** Runs shell text as root in the host, behind the engine's back. */
  readonly read: (script: string) => Promise<string>;
  /** Plays tasks, of which each may fail, and tells by their names how they ended. */
  readonly ends: (tasks: readonly object[], keywords?: object) => Promise<ReadonlyMap<string, Ended>>;
  /** Plays tasks as a user sees it. */
  readonly show: (tasks: readonly object[], words?: readonly string[], keywords?: object) => Promise<PlayRun>;
  /** The address of this machine, as the host sees it. */
  readonly gateway: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function openFaultBench(): Promise<FaultBench> {
  const sandbox = await bootSandbox({ count: 1 });
  const folder = mkdtempSync(join(tmpdir(), "play-faults-"));
  const inventory = join(folder, "hosts");
  writeFileSync(inventory, sandbox.inventoryText());
  mkdirSync(join(folder, "files"));
  mkdirSync(join(folder, "templates"));
  const write = (tasks: readonly object[], keywords: object): readonly string[] => {
    const path = join(folder, "play.yml");
    const playbook = [{ name: "faults", hosts: "h1", gather_facts: false, ...keywords, tasks }];
    writeFileSync(path, JSON.stringify(playbook, undefined, 2));
    return [path, "-i", inventory];
  };
  return {
    sandbox,
    folder,
    read: (script) => sandbox.read("h1", script),
    ends: async (tasks, keywords = {}) => {
      const failing = tasks.map((task) => ({ ignore_errors: true, ...task }));
      return endsOf(await playEvents(write(failing, keywords)));
    },
    show: async (tasks, words = [], keywords = {}) => play([...write(tasks, keywords), ...words]),
    gateway: async () => gatewayOf(sandbox),
    close: async () => {
      await sandbox.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export function endsOf(events: readonly JsonEvent[]): ReadonlyMap<string, Ended> {
  const ends = new Map<string, Ended>();
  for (const event of events) {
    if (event["kind"] !== "task ended") continue;
    const { name } = event["task"] as { readonly name: string };
    ends.set(name, event["outcome"] as Ended);
  }
  return ends;
}
