import type { HostState } from "./host-state.ts";
import { targetHost } from "./place.ts";
import { flagSetting, setting } from "./settings.ts";
import type { Try } from "./try.ts";

/** `delegate_facts` gives the facts to the host that the task is delegated to. */
export function factsOwner({ task, host, scope, context }: Omit<Try, "place">): HostState {
  if (setting(task.settings, "delegate_to", scope) === undefined) return host;
  return flagSetting(task.settings, "delegate_facts", scope) ? targetHost(task, host, scope, context) : host;
}
