import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import { Unknown } from "../model/value.ts";
import type { LayeredScope } from "./layers.ts";
import { setting } from "./settings.ts";
import { toFlag } from "./truth.ts";

/** Whether no_log hides the task; it does where that cannot be told. */
export function isSecret({ settings }: Pick<CompiledTask, "settings">, scope: () => LayeredScope): boolean {
  if (!settings.has("no_log")) return false;
  try {
    const value = setting(settings, "no_log", scope());
    return value instanceof Unknown || (value !== undefined && toFlag(value, "no_log"));
  } catch (error) {
    if (error instanceof PlayError) return true;
    throw error;
  }
}
