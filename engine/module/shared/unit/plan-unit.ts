import { sh } from "../../../base/shell-text.ts";
import type { Change } from "../../../host/change.ts";
import type { Entry, Unit } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import { planUnitState } from "./plan-unit-state.ts";
import { hasEnablement, isEnabled, isMasked, isRunning, unitStatus } from "./unit-state.ts";
import type { UnitWant } from "./unit-want.ts";

export interface UnitFound {
  readonly unit: Unit;
  /** The file that an administrator wrote; newer than systemd's own list of units, it may be all there is. */
  readonly file: Entry | null;
}

/** Mask, daemon-reload, enablement and state of one unit, in the order in which they depend on each other. */
export function planUnit(want: UnitWant, found: UnitFound): Plan {
  const { unit } = found;
  const changes = [
    planMask(want, unit),
    planReload(want, unit),
    planEnablement(want, unit),
    planUnitState(want, unit),
  ].filter((change) => change !== undefined);
  const result = {
    name: want.name,
    state: stateAfter(want, unit),
    enabled: want.enabled ?? isEnabled(unit),
    status: unitStatus(unit),
  };
  return isMissing(want, found) ? { changes, result, needs: `unit ${want.name}` } : { changes, result };
}

/** A unit that does not exist can be masked, but nothing else. */
function isMissing(want: UnitWant, { unit, file }: UnitFound): boolean {
  const acts = want.state !== undefined || want.enabled !== undefined;
  return acts && unit.loadState === "not-found" && file === null;
}

function stateAfter(want: UnitWant, unit: Unit): "started" | "stopped" {
  if (want.state) return want.state === "stopped" ? "stopped" : "started";
  return isRunning(unit) ? "started" : "stopped";
}

function planMask(want: UnitWant, unit: Unit): Change | undefined {
  if (want.masked === undefined || want.masked === isMasked(unit)) return undefined;
  const verb = want.masked ? "mask" : "unmask";
  const after = want.masked ? { loadState: "masked", unitFileState: "masked" } : unmasked(unit);
  return {
    summary: `${verb} ${want.name}`,
    actions: [{ kind: "run", script: sh`systemctl ${verb} ${want.name}` }],
    forecasts: [{ kind: "reload" }, { kind: "unit", name: want.name, unit: after }],
  };
}

function unmasked(unit: Unit): Partial<Unit> {
  return { loadState: unit.loadState === "masked" ? "loaded" : unit.loadState, unitFileState: "disabled" };
}

function planReload(want: UnitWant, unit: Unit): Change | undefined {
  if (!want.daemonReload || !unit.needDaemonReload) return undefined;
  return {
    summary: `reload systemd's unit files, ${want.name} has changed`,
    actions: [{ kind: "run", script: sh`systemctl daemon-reload` }],
    forecasts: [{ kind: "reload" }, { kind: "unit", name: want.name, unit: { needDaemonReload: false } }],
  };
}

function planEnablement(want: UnitWant, unit: Unit): Change | undefined {
  if (want.enabled === undefined || hasEnablement(unit, want.enabled)) return undefined;
  const verb = want.enabled ? "enable" : "disable";
  return {
    summary: `${verb} ${want.name}`,
    actions: [{ kind: "run", script: sh`systemctl --quiet ${verb} ${want.name}` }],
    // systemctl reloads once it has made or removed links
    forecasts: [
      { kind: "reload" },
      { kind: "unit", name: want.name, unit: { loadState: "loaded", unitFileState: `${verb}d` } },
    ],
  };
}
