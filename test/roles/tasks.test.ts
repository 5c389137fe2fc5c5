import { describe, expect, test } from "vitest";
import { filesOf, readYaml, roles } from "./role-files.ts";

type Task = Readonly<Record<string, unknown>>;

const includes = ["include_tasks", "include_role"];

describe.each(roles)("the role %s", (role) => {
  const tasks = filesOf(role, "tasks").flatMap((path) =>
    tasksIn(readYaml(path)).map((task) => ({ path, task })),
  );

  // tags of an include are not those of what it includes
  test("hands tags on to what it includes", () => {
    const mute = tasks.filter(({ task }) => "tags" in task && includes.some((name) => keepsTags(task, name)));
    expect(mute.map(({ path, task }) => `${path}: ${String(task["name"])}`)).toEqual([]);
  });

  // the splitting into words takes it away
  test("has no backslash in a command outside of quotes", () => {
    const eaten = tasks.filter(({ task }) => bare(task["command"]).includes("\\"));
    expect(eaten.map(({ path, task }) => `${path}: ${String(task["name"])}`)).toEqual([]);
  });
});

function tasksIn(node: unknown): readonly Task[] {
  if (Array.isArray(node)) return node.flatMap(tasksIn);
  if (typeof node !== "object" || node === null) return [];
  const task: Task = { ...node };
  return [task, ...["block", "rescue", "always"].flatMap((part) => tasksIn(task[part]))];
}

/** Whether a task is such an include, and its tags are not in `apply`. */
function keepsTags(task: Task, name: string): boolean {
  if (!(name in task)) return false;
  const given = task[name];
  const apply: unknown = typeof given === "object" && given !== null && "apply" in given ? given.apply : {};
  const tags: unknown = typeof apply === "object" && apply !== null && "tags" in apply ? apply.tags : [];
  return JSON.stringify(tags) !== JSON.stringify(task["tags"]);
}

/** A command's text without expressions and what is in quotes. */
function bare(command: unknown): string {
  return typeof command === "string" ? command.replace(/\{\{.*?\}\}|\{%.*?%\}|'[^']*'|"[^"]*"/gs, "") : "";
}
