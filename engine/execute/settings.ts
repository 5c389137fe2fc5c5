import { Secret } from "../base/secret.ts";
import type { SettingName } from "../compile/around.ts";
import type { Templates } from "../compile/program.ts";
import { toText } from "../model/text-form.ts";
import { isList, Unknown, type Value } from "../model/value.ts";
import type { LayeredScope } from "./layers.ts";
import { toFlag } from "./truth.ts";

/** A keyword of the task or of what it stands in, rendered. */
export function setting(settings: Templates, name: SettingName, scope: LayeredScope): Value | undefined {
  return settings.get(name)?.render(scope);
}

export function flagSetting(settings: Templates, name: SettingName, scope: LayeredScope): boolean {
  const value = settings.get(name)?.render(scope);
  // in a check run what a flag depends on may not be known; the careful answer is no
  if (value === undefined || value instanceof Unknown) return false;
  return toFlag(value, name, settings.get(name)?.source);
}

export function textSetting(settings: Templates, name: SettingName, scope: LayeredScope): string | undefined {
  const value = setting(settings, name, scope);
  return value === undefined || value === null || value instanceof Unknown || isList(value)
    ? undefined
    : toText(value);
}

/** The first of these variables that has a value. */
export function firstText(scope: LayeredScope, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = scope.get(name);
    if (value !== undefined && value !== null && !(value instanceof Unknown)) return toText(value);
  }
  return undefined;
}

/** The same for a variable that is nobody's business. */
export function firstSecret(scope: LayeredScope, names: readonly string[]): Secret | undefined {
  const text = firstText(scope, names);
  return text === undefined ? undefined : new Secret(text);
}
