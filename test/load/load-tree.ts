import { join } from "node:path";
import { ErrorCollector } from "../../engine/base/play-error.ts";
import type { LoadOptions } from "../../engine/load/loading.ts";
import { loadPlaybook } from "../../engine/load/load-playbook.ts";
import type { Play, Playbook, RoleInclude, RoleUse, Task, TaskItem } from "../../engine/model/playbook.ts";
import { plain } from "./plain.ts";
import { writeTree } from "./write-tree.ts";

const moduleNames = new Set(
  "copy file template command shell script raw meta debug ping set_fact service stat lineinfile include_vars".split(
    " ",
  ),
);
const freeFormModules = new Set("command shell script raw meta include_vars".split(" "));
const moduleOptions = new Map([
  ["copy", new Set("src dest mode".split(" "))],
  ["include_vars", new Set("file dir name".split(" "))],
]);

export function optionsIn(cwd: string): LoadOptions {
  return { moduleNames, freeFormModules, moduleOptions, rolePath: [join(cwd, "shared")], cwd };
}

export interface Loaded {
  readonly folder: string;
  readonly errors: ErrorCollector;
  readonly playbook: Playbook | undefined;
}

/** Loads `site.yml` of a tree of files. */
export function loadTree(files: Readonly<Record<string, string>>, path = "site.yml"): Loaded {
  const folder = writeTree(files);
  const errors = new ErrorCollector();
  return { folder, errors, playbook: loadPlaybook(path, optionsIn(folder), errors) };
}

/** Loads one play for all hosts with these tasks. */
export function loadTasks(tasks: string, more: Readonly<Record<string, string>> = {}): Loaded {
  const indented = tasks.replaceAll(/^/gm, "    ");
  return loadTree({ "site.yml": `- hosts: all\n  tasks:\n${indented}`, ...more });
}

/** A task item in brief: its kind, what it does, and what stands inside. */
export function brief(item: TaskItem): object {
  switch (item.kind) {
    case "task":
      return briefTask(item);
    case "block":
      return { block: item.block.map(brief), rescue: item.rescue.map(brief), always: item.always.map(brief) };
    case "import_tasks":
      return { import_tasks: item.tasks.map(brief) };
    case "include_tasks":
      return { include_tasks: item.tasks?.map(brief) ?? plain(item.file) };
    case "import_role":
      return { import_role: item.use.role.name, tasks: item.use.role.tasks.map(brief) };
    case "include_role":
      return briefRoleInclude(item);
    default:
      return item satisfies never;
  }
}

function briefRoleInclude({ use, name }: RoleInclude): object {
  return { include_role: use?.role.name ?? plain(name), tasks: use?.role.tasks.map(brief) };
}

function briefTask({ module, args, freeForm }: Task): object {
  const free = freeForm ? [["_", plain(freeForm)]] : [];
  return {
    [module]: Object.fromEntries([...args.entries.map(({ key, value }) => [key, plain(value)]), ...free]),
  };
}

export function firstPlay({ playbook }: Loaded): Play {
  const [play] = playbook?.plays ?? [];
  if (!play) throw new Error("no play was loaded");
  return play;
}

/** The first role of the first play. */
export function firstRole(loaded: Loaded): RoleUse {
  const [use] = firstPlay(loaded).roles;
  if (!use) throw new Error("no role was loaded");
  return use;
}

export function briefTasks({ playbook }: Loaded): unknown {
  return playbook?.plays[0]?.tasks.map(brief);
}
