import type { Play, RoleUse, TaskItem } from "../model/playbook.ts";
import { findEntry, type YamlNode } from "../model/yaml-node.ts";
import { hasTemplate, listItems } from "./literal.ts";

/**
 * Names that tasks and whoever is asked give values to while a play runs; undefined where a name is itself a template.
 * `brought` is what includes may bring besides.
 */
export function runtimeNames(
  plays: readonly Play[],
  brought: readonly TaskItem[] = [],
): ReadonlySet<string> | undefined {
  const items = plays.flatMap((play) => [
    ...play.preTasks,
    ...play.tasks,
    ...play.postTasks,
    ...play.handlers,
    ...play.roles.flatMap(roleItems),
  ]);
  const names = [...plays.flatMap(promptNames), ...[...items, ...brought].flatMap(itemNames)];
  return names.some(hasTemplate) ? undefined : new Set(names);
}

function promptNames({ keywords }: Play): readonly string[] {
  const node = keywords.get("vars_prompt");
  if (!node) return [];
  return listItems(node).flatMap((item) =>
    item.kind === "mapping" ? texts(findEntry(item, "name")?.value) : [],
  );
}

/** All tasks of all plays count, also those that no tag selects: their names are no slips of the finger. */
function itemNames(item: TaskItem): readonly string[] {
  const own = [
    ...texts(item.keywords.get("register")),
    ...loopControlNames(item.keywords.get("loop_control")),
    ...(item.kind !== "task" && isLoop(item) ? ["item"] : []),
  ];
  return [...own, ...(item.kind === "task" ? factNames(item) : innerItems(item).flatMap(itemNames))];
}

/** What a looping include brings sees its loop variable. */
function isLoop({ keywords }: TaskItem): boolean {
  return [...keywords.keys()].some((name) => name === "loop" || name.startsWith("with_"));
}

function innerItems(item: Exclude<TaskItem, { kind: "task" }>): readonly TaskItem[] {
  switch (item.kind) {
    case "block":
      return [...item.block, ...item.rescue, ...item.always];
    case "import_tasks":
      return item.tasks;
    case "include_tasks":
      return item.tasks ?? [];
    case "import_role":
      return roleItems(item.use);
    case "include_role":
      return item.use ? roleItems(item.use) : [];
  }
}

function roleItems({ role }: RoleUse): readonly TaskItem[] {
  return [...role.dependencies.flatMap(roleItems), ...role.tasks, ...role.handlers];
}

function factNames({ module, args }: Extract<TaskItem, { kind: "task" }>): readonly string[] {
  if (module === "set_fact") return args.entries.map(({ key }) => key);
  // what it reads is then below this name
  return module === "include_vars" ? texts(findEntry(args, "name")?.value) : [];
}

function loopControlNames(control: YamlNode | undefined): readonly string[] {
  if (control?.kind !== "mapping") return [];
  return ["loop_var", "index_var"].flatMap((name) => texts(findEntry(control, name)?.value));
}

function texts(node: YamlNode | undefined): readonly string[] {
  return node ? listItems(node).flatMap((item) => (item.kind === "scalar" ? [String(item.value)] : [])) : [];
}
