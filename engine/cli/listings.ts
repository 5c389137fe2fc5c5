import type { CompiledInclude, CompiledPlay, CompiledTask, Program, Step } from "../compile/program.ts";
import { emptyScope } from "../model/scope.ts";
import type { Listing } from "./options.ts";

/** The text of `--list-hosts`, `--list-tasks` and `--list-tags`. */
export function listProgram({ plays }: Program, lists: readonly Listing[]): string {
  return plays.map((play, index) => `${playLines(play, index + 1, lists).join("\n")}\n`).join("\n");
}

function playLines(play: CompiledPlay, number: number, lists: readonly Listing[]): string[] {
  const steps = leaves(play.sections.flat());
  const tags = [...new Set(steps.flatMap((step) => step.tags))].sort();
  return [
    `play ${number}: ${play.name}`,
    ...(lists.includes("hosts")
      ? [`  hosts (${play.hosts.length}):`, ...play.hosts.map((host) => `    ${host}`)]
      : []),
    ...(lists.includes("tasks") ? ["  tasks:", ...steps.map((step) => `    ${taskLine(step)}`)] : []),
    ...(lists.includes("tags") ? [`  tags: ${tags.length > 0 ? tags.join(", ") : "none"}`] : []),
  ];
}

function leaves(steps: readonly Step[]): readonly (CompiledTask | CompiledInclude)[] {
  return steps.flatMap((step) =>
    step.kind === "block" ? leaves([...step.block, ...step.rescue, ...step.always]) : [step],
  );
}

function taskLine(step: CompiledTask | CompiledInclude): string {
  const { source } = step.name;
  const name = step.name.constant
    ? String(step.name.render(emptyScope))
    : source.file.text.slice(source.start, source.end);
  const role = step.role ? `${step.role.name} : ` : "";
  return `${role}${name}${step.tags.length > 0 ? `   [${step.tags.join(", ")}]` : ""}`;
}
