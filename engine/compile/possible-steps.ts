import { readdirSync } from "node:fs";
import path from "node:path";
import type { TaskInclude, TaskItem } from "../model/playbook.ts";
import type { CompileContext } from "./context.ts";
import { findFile } from "./files.ts";
import { roleHandlers } from "./handlers.ts";
import { isOpenInclude, type Leaf, leavesOf } from "./leaves.ts";
import { hasTemplate, writtenText } from "./literal.ts";
import type { CompiledInclude, Step } from "./program.ts";
import type { PlacedRole } from "./role.ts";
import { compileSteps } from "./steps.ts";

/** What steps hold, and what the open includes among them may bring. */
export interface Possible {
  readonly leaves: readonly Leaf[];
  /** What the files hold that may be brought, as it was loaded. */
  readonly brought: readonly TaskItem[];
}

/**
 * The leaves of these steps with all that the includes among them may bring. Of a file whose name begins with something
 * written, `network-{{ x }}.yml`, that is each file whose name is of that form. undefined where an include may name anything.
 */
export function possibleSteps(
  steps: readonly Step[],
  context: CompileContext,
  seen: Set<string> = new Set(),
): Possible | undefined {
  const leaves = leavesOf(steps);
  const all = leaves.filter(isOpenInclude).map((include) => broughtBy(include, context, seen));
  const known = all.filter((more) => more !== undefined);
  if (known.length < all.length) return undefined;
  return {
    leaves: [...leaves, ...known.flatMap((more) => more.leaves)],
    brought: known.flatMap(({ brought }) => brought),
  };
}

function broughtBy(
  { item, target, inner }: CompiledInclude,
  outer: CompileContext,
  seen: Set<string>,
): Possible | undefined {
  const files = item.kind === "include_tasks" ? possibleFiles(item, writtenText(target)) : undefined;
  if (!files || item.kind !== "include_tasks") return undefined;
  const leaves: Leaf[] = [];
  const brought: TaskItem[] = [];
  for (const file of files.filter((name) => !seen.has(name))) {
    seen.add(file);
    const items = outer.readTasks?.(file, item);
    if (!items) return undefined;
    const placedRoles: PlacedRole[] = [];
    const context: CompileContext = { ...outer, placedRoles };
    const steps = compileSteps(items, inner, context);
    const more = possibleSteps([...steps, ...roleHandlers(placedRoles, context)], outer, seen);
    if (!more || more.leaves.some(bringsVariables)) return undefined;
    leaves.push(...more.leaves);
    brought.push(...items, ...more.brought);
  }
  return { leaves, brought };
}

/** What `include_vars` reads is foreseen only where it stands in the playbook. */
function bringsVariables(leaf: Leaf): boolean {
  return leaf.kind === "task" && leaf.module.name === "include_vars";
}

function possibleFiles({ searchPath }: TaskInclude, name: string): readonly string[] | undefined {
  // a file that includes itself
  if (!hasTemplate(name)) return [findFile(name, searchPath)].filter((file) => file !== undefined);
  const [, start = "", end = ""] = /^([^{\\]*)\{\{.*\}\}([^}/\\]*)$/.exec(name) ?? [];
  const begin = start.split("/").at(-1);
  if (!begin || path.isAbsolute(start)) return undefined;
  const folders = searchPath.map((folder) => path.resolve(folder, path.dirname(start)));
  const entries = folders.flatMap((folder) =>
    entriesOf(folder)
      .filter((entry) => entry.name.startsWith(begin) && (entry.isDirectory() || entry.name.endsWith(end)))
      .map((entry) => ({ file: path.join(folder, entry.name), isFolder: entry.isDirectory() })),
  );
  // what is below a folder may be meant, too
  return entries.length === 0 || entries.some(({ isFolder }) => isFolder)
    ? undefined
    : [...new Set(entries.map(({ file }) => file))];
}

function entriesOf(folder: string): ReturnType<typeof readFolder> {
  try {
    return readFolder(folder);
  } catch {
    return [];
  }
}

function readFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}
