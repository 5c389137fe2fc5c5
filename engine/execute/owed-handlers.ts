import type { CompiledTask } from "../compile/program.ts";
import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { conditionText } from "./conditions.ts";
import type { HostState } from "./host-state.ts";

/** Names of the handlers that hosts which did not come to their end were still to run, by host. */
export function owedHandlers(
  hosts: readonly HostState[],
  interrupted: boolean,
): ReadonlyMap<string, readonly string[]> {
  const stopped = hosts.filter(
    ({ status }) => status === "failed" || status === "unreachable" || (interrupted && status === "active"),
  );
  const owed = stopped.map(({ name, notified }) => [name, [...notified.keys()].map(handlerName)] as const);
  return new Map(owed.filter(([, names]) => names.length > 0));
}

function handlerName({ name, role }: CompiledTask): string {
  const text = name.constant ? toText(name.render(emptyScope)) : conditionText(name);
  return role ? `${role.name} : ${text}` : text;
}
