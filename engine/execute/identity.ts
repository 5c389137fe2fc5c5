import { PlayError } from "../base/play-error.ts";
import type { Templates } from "../compile/program.ts";
import type { Identity } from "../host/session.ts";
import { Unknown } from "../model/value.ts";
import type { ReachOptions, ReachScopes } from "./reach.ts";
import { firstText, flagSetting, textSetting } from "./settings.ts";
import { toFlag } from "./truth.ts";

/** Who commands run as on the host whose scope this is. */
export function identityOf(scopes: ReachScopes, settings: Templates, options: ReachOptions): Identity {
  const { variables, task } = scopes;
  if (!isBecoming(scopes, settings, options)) return { kind: "login" };
  const method =
    firstText(variables, ["ansible_become_method"]) ?? textSetting(settings, "become_method", task) ?? "sudo";
  if (method !== "sudo")
    throw new PlayError("UNSUPPORTED", `become_method ${method} is not supported`, { hint: "sudo" });
  const password =
    firstText(variables, ["ansible_become_password", "ansible_become_pass", "ansible_sudo_pass"]) ??
    options.becomePassword;
  const user =
    firstText(variables, ["ansible_become_user"]) ??
    textSetting(settings, "become_user", task) ??
    options.becomeUser;
  return {
    kind: "become",
    method: "sudo",
    user: user ?? "root",
    ...(password !== undefined && { password }),
  };
}

function isBecoming(
  { variables, task }: ReachScopes,
  settings: Templates,
  { become }: ReachOptions,
): boolean {
  const variable = variables.get("ansible_become");
  if (variable !== undefined && !(variable instanceof Unknown)) return toFlag(variable, "ansible_become");
  return settings.has("become") ? flagSetting(settings, "become", task) : become;
}
