import { type Leaf, leavesOf } from "../compile/leaves.ts";
import { writtenText } from "../compile/literal.ts";
import type { CompiledPlay, Program, Step } from "../compile/program.ts";
import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import type { Listing } from "./options.ts";

/** The text of `--list-hosts`, `--list-tasks` and `--list-tags`; one or all of them, play by play. */
export function listProgram({ plays }: Program, lists: readonly Listing[]): string {
  return plays.map((play, index) => `${playLines(play, index + 1, lists).join("\n")}\n`).join("\n");
}

function playLines(play: CompiledPlay, number: number, lists: readonly Listing[]): string[] {
  const lines: Readonly<Record<Listing, () => readonly string[]>> = {
    hosts: () => [`  hosts (${play.hosts.length}):`, ...play.hosts.map((host) => `    ${host}`)],
    tasks: () => ["  tasks:", ...play.sections.flat().flatMap((step) => stepLines(step, "    "))],
    tags: () => [`  tags: [${tagsOf(play).join(", ")}]`],
  };
  const wanted = (["hosts", "tasks", "tags"] as const).filter((list) => lists.includes(list));
  return [`play #${number}: ${play.name}`, ...wanted.flatMap((list) => lines[list]())];
}

/** A task in a line; what an include is known to bring stands below it. */
function stepLines(step: Step, indent: string): readonly string[] {
  if (step.kind === "block")
    return [...step.block, ...step.rescue, ...step.always].flatMap((inner) => stepLines(inner, indent));
  const own = `${indent}${taskLine(step)}`;
  if (step.kind === "task") return [own];
  return [own, ...(step.steps ?? []).flatMap((inner) => stepLines(inner, `${indent}  `))];
}

function taskLine({ name, role, tags }: Leaf): string {
  const title = name.constant ? toText(name.render(emptyScope)) : writtenText(name);
  const full = role ? `${role.name} : ${title}` : title;
  return tags.length > 0 ? `${full}   TAGS: [${tags.join(", ")}]` : full;
}

function tagsOf({ sections }: CompiledPlay): readonly string[] {
  return [...new Set(leavesOf(sections.flat()).flatMap((leaf) => leaf.tags))].sort();
}
