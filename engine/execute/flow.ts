import type { Flow } from "../module/contract.ts";
import { flushHandlers } from "./handlers.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import type { Failures } from "./steps.ts";

interface Asked {
  readonly host: HostState;
  readonly flow: Flow;
}

/** Does what `meta` asks, for the hosts on which it was asked. */
export async function runFlow(asked: readonly Asked[], context: PlayContext): Promise<Failures> {
  const [first] = asked;
  if (!first) return new Map();
  const hosts = asked.map(({ host }) => host);
  switch (first.flow) {
    case "flush_handlers":
      return flushHandlers(hosts, context);
    case "end_host":
      for (const host of hosts) host.status = "ended";
      return new Map();
    case "end_play":
      for (const host of context.states.values()) if (host.status === "active") host.status = "ended";
      return new Map();
    case "clear_host_errors":
      for (const host of context.states.values()) clearErrors(host);
      return new Map();
    case "reset_connection":
      await Promise.all(hosts.map((host) => context.services.sessions.reset(host.name)));
      return new Map();
    case "refresh_inventory":
      context.services.emit({
        kind: "warning",
        message: "refresh_inventory does nothing: inventories are files, read when the run starts",
      });
      return new Map();
    case "noop":
      return new Map();
  }
}

/** A host that failed sits out the rest of the play, and takes part in the next. */
function clearErrors(host: HostState): void {
  host.failure = undefined;
  if (host.status === "failed") host.status = "ended";
  if (host.status === "unreachable") host.status = "active";
}
