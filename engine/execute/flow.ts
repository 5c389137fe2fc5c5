import type { Flow } from "../module/contract.ts";
import { flushHandlers } from "./handlers.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";
import { connectionOf } from "./reach.ts";
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
      for (const host of context.states.values()) if (host.status !== "ended") host.status = "active";
      return new Map();
    case "reset_connection":
      await Promise.all(hosts.map((host) => resetConnection(host, context)));
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

function resetConnection(host: HostState, { variables, options, services }: PlayContext): Promise<void> {
  const scope = variables.hostScope(host);
  return services.sessions.reset(
    connectionOf(host.name, { variables: scope, task: scope }, new Map(), options.reach),
  );
}
