import type { z } from "zod";
import type { Entry, TreeEntry } from "../../../engine/host/query.ts";
import type { Found, Module, Plan, Probe } from "../../../engine/module/contract.ts";

/** A module's plan for options as a playbook writes them; answers that `found` does not give are null (absent). */
export function planOf<Options extends z.ZodObject, Asked extends Probe, Local extends Probe>(
  module: Module<Options, Asked, Local>,
  args: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>> = {},
): Plan {
  const want = module.args.parse(args);
  const local = answer(module.local?.(want) ?? {}, found) as Found<Local>;
  const asked = answer(module.probe(want, local), found);
  const plan = module.plan(want, { ...local, ...asked } as Found<Asked> & Found<Local>);
  return Array.isArray(plan) ? { changes: plan } : (plan as Plan);
}

function answer(asked: Probe, found: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(asked).map((name) => [name, found[name] ?? null]));
}

export function summariesOf(plan: Plan): string[] {
  return plan.changes.map(({ summary }) => summary);
}

/** The shell text of a plan's run actions, in order; a write as `write <path>`. */
export function scriptsOf(plan: Plan): string[] {
  return plan.changes
    .flatMap(({ actions }) => actions)
    .map((action) => (action.kind === "run" ? action.script.text : `write ${action.path}`));
}

/** A path's entry after the plan, as forecast last; undefined where nothing is forecast. */
export function forecastOf(plan: Plan, path: string): unknown {
  const forecasts = plan.changes.flatMap((change) => change.forecasts ?? []);
  return forecasts.findLast((forecast) => forecast.kind === "entry" && forecast.path === path);
}

const root = { uid: 0, gid: 0, owner: "root", group: "root", size: 0, atime: 1, mtime: 1, ctime: 1 } as const;

export function fileEntry(parts: Partial<Entry> = {}): Entry {
  return { type: "file", mode: "0644", inode: 7, device: 1, links: 1, ...root, ...parts };
}

export function directoryEntry(parts: Partial<Entry> = {}): Entry {
  return fileEntry({ type: "directory", mode: "0755", ...parts });
}

export function linkEntry(target: string, parts: Partial<Entry> = {}): Entry {
  return fileEntry({ type: "link", mode: "0777", target, ...parts });
}

export function treeEntry(path: string, entry: Entry): TreeEntry {
  return { ...entry, path };
}
