import type { RoleUse } from "../model/playbook.ts";
import type { Around } from "./around.ts";
import type { CompileContext } from "./context.ts";
import { leavesOf } from "./leaves.ts";
import type { Step } from "./program.ts";
import { placeRole, type PlacedRole, roleUseKey } from "./role.ts";
import { compileRole } from "./steps.ts";

export interface PlayRole {
  readonly placed: PlacedRole;
  readonly steps: readonly Step[];
}

/**
 * The roles under a play's `roles:` with their dependencies. As in Ansible a role that was played is not played again
 * with the same parameters; but it is where it comes under other conditions, or its first coming is not selected.
 */
export function compilePlayRoles(
  uses: readonly RoleUse[],
  around: Around,
  context: CompileContext,
): readonly PlayRole[] {
  const roles: PlayRole[] = [];
  for (const placed of uses.flatMap((use) => placeRole(use, around, context))) {
    const role = { placed, steps: compileRole(placed, context) };
    const again = roles.some((earlier) => covers(earlier, role));
    if (!again || placed.use.role.allowDuplicates) roles.push(role);
  }
  return roles;
}

/** Whether the earlier role is played whenever the later one is, and with the same tasks. */
function covers(earlier: PlayRole, later: PlayRole): boolean {
  if (roleUseKey(earlier.placed) !== roleUseKey(later.placed)) return false;
  const conditions = later.placed.around.when;
  const played = new Set(leavesOf(earlier.steps).map(placeOf));
  return (
    earlier.placed.around.when.every((condition) => conditions.includes(condition)) &&
    leavesOf(later.steps).every((leaf) => played.has(placeOf(leaf)))
  );
}

function placeOf({ source }: Pick<Step, "source">): string {
  return `${source.file.path} ${source.start}`;
}
