import type { Manager, Unit } from "../host/query.ts";
import type { Forecasts } from "./forecasts.ts";

/** Where an administrator writes unit files. */
export const unitFolder = "/etc/systemd/system";

/** The unit whose file or drop-in folder this is. */
export function unitOf(path: string): string | undefined {
  if (!path.startsWith(`${unitFolder}/`)) return undefined;
  return path
    .slice(unitFolder.length + 1)
    .split("/")[0]
    ?.replace(/\.d$/, "");
}

/** A file that is written after a reload is not covered by it. */
export function omitReload(unit: Partial<Unit> = {}): Partial<Unit> {
  const { needDaemonReload: _before, ...rest } = unit;
  return rest;
}

/** A unit whose file an earlier task would write is there by the time it is asked for. */
export function forecastUnit(forecasts: Forecasts, real: Unit): Unit {
  const name = real.name.includes(".") ? real.name : `${real.name}.service`;
  const written = forecasts.writesUnit(name);
  return { ...real, ...(written && unitFromFile(real)), ...forecasts.unit(name) };
}

/** What is neither active nor enabled systemd does not keep in mind, and reads anew when it is asked. */
function unitFromFile(real: Unit): Partial<Unit> {
  if (real.loadState === "not-found")
    return { loadState: "loaded", activeState: "inactive", unitFileState: "disabled" };
  const kept = real.activeState !== "inactive" || real.unitFileState === "enabled";
  return kept ? { needDaemonReload: true } : {};
}

export function forecastManager(forecasts: Forecasts, real: Manager): Manager {
  const written = real.loaded.filter((name) => forecasts.writesUnit(name));
  const changed = [...new Set([...real.changed, ...written])];
  return { ...real, changed: changed.filter((name) => forecasts.unit(name)?.needDaemonReload !== false) };
}
