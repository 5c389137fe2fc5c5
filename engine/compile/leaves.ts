import type { CompiledInclude, CompiledTask, Step } from "./program.ts";

export type Leaf = CompiledTask | CompiledInclude;

/** Tasks and includes in order: blocks opened, and behind an include what it is known to bring. */
export function leavesOf(steps: readonly Step[]): readonly Leaf[] {
  return steps.flatMap((step): readonly Leaf[] => {
    if (step.kind === "task") return [step];
    if (step.kind === "include") return [step, ...leavesOf(step.steps ?? [])];
    return leavesOf([...step.block, ...step.rescue, ...step.always]);
  });
}

/** All tasks in these steps, in order. */
export function tasksOf(steps: readonly Step[]): readonly CompiledTask[] {
  return leavesOf(steps).filter((leaf) => leaf.kind === "task");
}

/** An include that brings what only the run will know. */
export function isOpenInclude(leaf: Leaf): leaf is CompiledInclude {
  return leaf.kind === "include" && !leaf.steps;
}
