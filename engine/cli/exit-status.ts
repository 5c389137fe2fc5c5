import type { HostCounts } from "../model/event.ts";

/** What the process's exit status tells. */
export const exitStatus = {
  well: 0,
  /** Wrong usage, or a playbook that does not compile. */
  mistake: 1,
  hostFailed: 2,
  changesPending: 3,
  hostUnreachable: 4,
  interrupted: 130,
  /** An error of play itself. */
  defect: 250,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

export interface RunEnd {
  readonly hosts: ReadonlyMap<string, HostCounts>;
  readonly interrupted: boolean;
}

/**
 * The exit status of a run that came to its end. `exitChanged`: a check run was asked to tell whether changes are
 * pending; what is not known yet may be a change, and counts.
 */
export function exitStatusOf({ hosts, interrupted }: RunEnd, exitChanged: boolean): ExitStatus {
  const all = [...hosts.values()];
  if (interrupted) return exitStatus.interrupted;
  if (all.some(({ failed }) => failed > 0)) return exitStatus.hostFailed;
  if (all.some(({ unreachable }) => unreachable > 0)) return exitStatus.hostUnreachable;
  if (exitChanged && all.some(({ changed, unknown }) => changed + unknown > 0))
    return exitStatus.changesPending;
  return exitStatus.well;
}
