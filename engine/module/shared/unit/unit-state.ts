import type { Unit } from "../../../host/query.ts";

/** systemctl(1), is-enabled: these count as enabled, or cannot be enabled and are pulled in by others. */
const enabledStates = new Set(["enabled", "static", "indirect", "generated", "alias"]);
const canBeDisabled = new Set(["enabled", "enabled-runtime", "alias"]);

/** On its way up counts as running, but not one that failed and waits for its next try. */
export function isRunning(unit: Unit): boolean {
  if (unit.subState === "auto-restart") return false;
  return ["active", "activating", "reloading", "refreshing"].includes(unit.activeState);
}

/** Something is there to be stopped: a process, or the promise of a restart. */
export function isStoppable(unit: Unit): boolean {
  return unit.activeState !== "inactive" && unit.activeState !== "failed";
}

export function isEnabled(unit: Unit): boolean {
  return enabledStates.has(unit.unitFileState);
}

/** Whether the wish for enabled or not is met; a unit without an [Install] section meets both. */
export function hasEnablement(unit: Unit, wanted: boolean): boolean {
  return wanted ? isEnabled(unit) : !canBeDisabled.has(unit.unitFileState);
}

export function isMasked(unit: Unit): boolean {
  return unit.loadState === "masked" || unit.unitFileState.startsWith("masked");
}

/** The properties of `systemctl show` that we read, under its names. */
export function unitStatus(unit: Unit): Readonly<Record<string, string>> {
  return {
    Id: unit.name,
    LoadState: unit.loadState,
    ActiveState: unit.activeState,
    SubState: unit.subState,
    UnitFileState: unit.unitFileState,
    NeedDaemonReload: unit.needDaemonReload ? "yes" : "no",
  };
}
