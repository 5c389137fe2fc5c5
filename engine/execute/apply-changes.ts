import type { Change, Output } from "../host/change.ts";
import { CommandFailure } from "../host/command-failure.ts";
import type { Machine } from "./machine.ts";

/** What came of making changes. */
export type Applied =
  | { readonly kind: "done"; readonly outputs: readonly Output[] }
  /** The changes before the one that failed were made. */
  | { readonly kind: "stopped"; readonly error: CommandFailure; readonly made: readonly Change[] };

/** Makes the changes in order; an error says which of them failed. */
export async function applyChanges(changes: readonly Change[], machine: Machine): Promise<Applied> {
  const actions = changes.flatMap((change) => change.actions);
  try {
    return { kind: "done", outputs: actions.length > 0 ? await machine.apply(actions) : [] };
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    const failed = changeOf(error.outputs.length - 1, changes);
    const named = tellsItsChange(error, changes) ? error : withSummary(error, changes[failed]);
    return { kind: "stopped", error: named, made: changes.slice(0, failed) };
  }
}

/** The error of a file names the file, which tells enough of the only change. */
function tellsItsChange({ code }: CommandFailure, changes: readonly Change[]): boolean {
  return changes.length === 1 && (code === "WRITE_FAILED" || code === "VALIDATION");
}

/** The index of the change to which the action of this index belongs. */
function changeOf(action: number, changes: readonly Change[]): number {
  let end = 0;
  return changes.findIndex((change) => {
    end += change.actions.length;
    return action < end;
  });
}

function withSummary(error: CommandFailure, change: Change | undefined): CommandFailure {
  if (!change) return error;
  const { output, hint, cause, source } = error;
  const details = { output, hint, source, cause: cause ?? error };
  return new CommandFailure(
    error.code,
    `${change.summary}: ${error.message}`,
    details,
    error.outputs.slice(0, -1),
  );
}
