import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh } from "../../../base/shell-text.ts";
import type { ShellText } from "../../../base/shell-text.ts";
import type { Change } from "../../../host/change.ts";
import type { Unit } from "../../../host/query.ts";
import { isMasked, isRunning, isStoppable } from "./unit-state.ts";
import type { UnitWant } from "./unit-want.ts";

type Verb = "start" | "stop" | "restart" | "reload";

/** Starting, stopping, restarting, reloading: at most one of them. */
export function planUnitState(want: UnitWant, unit: Unit): Change | undefined {
  const verb = want.state && chooseVerb[want.state](unit);
  if (verb === undefined) return undefined;
  refuseMasked(want, unit, verb);
  return {
    summary: `${verb} ${want.name}`,
    actions: [{ kind: "run", script: actScript(want, unit, verb) }],
    forecasts: [
      ...(readsFiles(want, unit, verb) ? [{ kind: "reload" } as const] : []),
      { kind: "unit", name: want.name, unit: stateAfter(verb, want) },
    ],
  };
}

const chooseVerb = {
  started: (unit) => (isRunning(unit) ? undefined : "start"),
  stopped: (unit) => (isStoppable(unit) ? "stop" : undefined),
  restarted: (unit) => (isRunning(unit) ? "restart" : "start"),
  reloaded: (unit) => (isRunning(unit) ? "reload" : "start"),
} as const satisfies Record<string, (unit: Unit) => Verb | undefined>;

function refuseMasked(want: UnitWant, unit: Unit, verb: Verb): void {
  if (verb === "stop" || !(want.masked ?? isMasked(unit))) return;
  throw new PlayError("PRECONDITION", `unit ${want.name} is masked and cannot be ${verb}ed`, {
    hint: "systemd with masked: no takes the mask off",
  });
}

/** On failure the unit's status and last log lines go to standard error, and the exit status is systemctl's. */
function actScript(want: UnitWant, unit: Unit, verb: Verb): ShellText {
  const { name } = want;
  const wait = want.noBlock ? sh`--no-block ` : sh``;
  const act = sh`systemctl ${wait}${verb} ${name} || {
  status=$?
  systemctl --no-pager --full --lines=20 status ${name} >&2
  exit $status
}`;
  return joinShell([...beforehand(want, unit, verb), act]);
}

function beforehand(want: UnitWant, unit: Unit, verb: Verb): readonly ShellText[] {
  if (verb === "stop") return [];
  const steps: ShellText[] = [];
  if (readsFiles(want, unit, verb)) steps.push(sh`systemctl daemon-reload`);
  // a unit that failed too often refuses to be started until its count is cleared
  if (unit.activeState === "failed") steps.push(sh`systemctl reset-failed ${unit.name}`);
  return steps;
}

/** systemd before version 246 does not see a new unit file by itself, and none sees a changed one. */
function readsFiles({ daemonReload }: UnitWant, unit: Unit, verb: Verb): boolean {
  const isUnread = unit.loadState === "not-found" || (unit.needDaemonReload && !daemonReload);
  return verb !== "stop" && isUnread;
}

function stateAfter(verb: Verb, want: UnitWant): Partial<Unit> {
  if (verb === "stop") return { activeState: "inactive", subState: "dead" };
  const after = { loadState: "loaded", needDaemonReload: false };
  return want.noBlock
    ? { ...after, activeState: "activating", subState: "start" }
    : { ...after, activeState: "active", subState: "running" };
}
