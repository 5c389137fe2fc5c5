import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Templates } from "../compile/program.ts";
import type { Identity } from "../host/session.ts";
import { type BecomeMethod, becomeMethods, choicesOf, named } from "../model/reaching.ts";
import { Unknown } from "../model/value.ts";
import type { ReachOptions, ReachScopes } from "./reach.ts";
import { firstSecret, firstText, flagSetting, textSetting } from "./settings.ts";
import { toFlag } from "./truth.ts";

/** Who commands run as on the host whose scope this is. */
export function identityOf(scopes: ReachScopes, settings: Templates, options: ReachOptions): Identity {
  const { variables, task } = scopes;
  if (!isBecoming(scopes, settings, options)) return { kind: "login" };
  const method = methodOf(scopes, settings, options);
  const own = (name: string): readonly string[] => [`ansible_become_${name}`, `ansible_${method}_${name}`];
  const password = firstSecret(variables, [...own("password"), ...own("pass")]) ?? options.becomePassword;
  const exe = firstText(variables, own("exe")) ?? textSetting(settings, "become_exe", task);
  const flags = firstText(variables, own("flags")) ?? textSetting(settings, "become_flags", task);
  const user =
    firstText(variables, own("user")) ?? textSetting(settings, "become_user", task) ?? options.becomeUser;
  return {
    kind: "become",
    method,
    user: user ?? "root",
    ...(password !== undefined && { password }),
    ...(exe !== undefined && { exe }),
    ...(flags !== undefined && { flags }),
    ...(options.timeout !== undefined && { patience: options.timeout }),
  };
}

function methodOf(
  { variables, task }: ReachScopes,
  settings: Templates,
  options: ReachOptions,
): BecomeMethod {
  const word =
    firstText(variables, ["ansible_become_method"]) ??
    textSetting(settings, "become_method", task) ??
    options.becomeMethod ??
    "sudo";
  const method = named(becomeMethods, word);
  if (method !== undefined) return method;
  throw new PlayError("UNSUPPORTED", `become_method ${word} is not supported`, {
    hint: didYouMean(word, Object.keys(becomeMethods)) ?? choicesOf(becomeMethods),
  });
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
