import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import { foreseeAnswer, type Change } from "../../../host/change.ts";
import { group, type GroupEntry } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";

interface WantGroup {
  readonly name: string;
  readonly gid?: number | undefined;
  readonly system: boolean;
  readonly state: "present" | "absent";
}

/** Stands for a number that the run will choose. */
export const noNumber = -1;

interface FoundGroup {
  readonly group: GroupEntry | null;
  /** Who has the number that is asked for. */
  readonly holder?: GroupEntry | null;
}

/** Throws PRECONDITION where another group has the number. */
export function planGroup(want: WantGroup, { group: answer, holder }: FoundGroup): Plan {
  const { name, gid, state, system } = want;
  // a name of digits finds a group by its number, too
  const found = answer?.name === name ? answer : null;
  if (state === "present") refuseTaken(want, holder ?? null);
  const change = state === "absent" ? found && remove(name) : ensure(want, found);
  const number = gid ?? found?.gid;
  return {
    changes: change ? [change] : [],
    result: { name, state, system, ...(number !== undefined && state === "present" && { gid: number }) },
  };
}

function refuseTaken({ name, gid }: WantGroup, holder: GroupEntry | null): void {
  if (!holder || holder.name === name || holder.gid !== gid) return;
  throw new PlayError("PRECONDITION", `group ${holder.name} has the number ${gid}`, {
    hint: `choose another number for ${name}, or remove the other group`,
  });
}

function ensure({ name, gid, system }: WantGroup, found: GroupEntry | null): Change | null {
  if (found && (gid === undefined || gid === found.gid)) return null;
  const after = foreseeAnswer(group(name), { name, gid: gid ?? noNumber });
  if (found)
    return {
      summary: `change group ${name}: gid ${found.gid} -> ${gid ?? ""}`,
      actions: [{ kind: "run", script: sh`groupmod -g ${gid ?? ""} ${name}` }],
      forecasts: [after],
    };
  const number = gid === undefined ? [] : ["-g", gid];
  return {
    summary: `create group ${name}${gid === undefined ? "" : `, gid ${gid}`}`,
    actions: [
      {
        kind: "run",
        script: either(
          "groupadd",
          sh`groupadd ${[...(system ? ["-r"] : []), ...number]} ${name}`,
          sh`addgroup ${[...(system ? ["-S"] : []), ...number]} ${name}`,
        ),
      },
    ],
    forecasts: [after],
  };
}

function remove(name: string): Change {
  return {
    summary: `remove group ${name}`,
    actions: [{ kind: "run", script: either("groupdel", sh`groupdel ${name}`, sh`delgroup ${name}`) }],
    forecasts: [foreseeAnswer(group(name), null)],
  };
}

/** The shadow suite's program where the host has it, or else busybox's. */
export function either(program: string, first: ShellText, second: ShellText): ShellText {
  return joinShell([sh`if command -v ${program} >/dev/null 2>&1; then`, first, sh`else`, second, sh`fi`]);
}
