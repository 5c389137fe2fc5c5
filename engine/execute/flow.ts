import type { Flow } from "../module/contract.ts";
import type { Failures } from "./failures.ts";
import type { HostState } from "./host-state.ts";
import type { PlayContext } from "./play-context.ts";

interface Asked {
  readonly host: HostState;
  readonly flow: Flow;
}

/** Does what `meta` asks, for the hosts on which it was asked. */
export async function runFlow(
  asked: readonly Asked[],
  place: string,
  context: PlayContext,
): Promise<Failures> {
  const [first] = asked;
  if (!first) return new Map();
  const hosts = asked.map(({ host }) => host);
  return (await flows[first.flow](hosts, context, place)) ?? new Map();
}

type Act = (
  hosts: readonly HostState[],
  context: PlayContext,
  place: string,
) => Promise<Failures | undefined> | undefined;

const flows: Readonly<Record<Flow, Act>> = {
  noop: () => undefined,
  flush_handlers: (hosts, context, place) => context.flushHandlers(hosts, `${place}/handlers`),
  end_host: (hosts) => end(hosts),
  end_play: (_, { states }) => end([...states.values()].filter(({ status }) => status === "active")),
  clear_host_errors: (_, { states, services }) => {
    for (const host of states.values()) {
      if (host.status === "failed" || host.status === "unreachable" || host.failure)
        services.progress?.forgiven(host.name);
      clearErrors(host);
    }
    return undefined;
  },
  reset_connection: async (hosts, { services }) => {
    await Promise.all(hosts.map(({ name }) => services.sessions.reset(name)));
    return undefined;
  },
  refresh_inventory: (_, { services }) => {
    const message = "refresh_inventory does nothing: inventories are files, read when the run starts";
    services.emit({ kind: "warning", message });
    return undefined;
  },
};

function end(hosts: readonly HostState[]): undefined {
  for (const host of hosts) host.status = "ended";
}

/** A host that failed sits out the rest of the play, and takes part in the next. */
function clearErrors(host: HostState): void {
  host.failure = undefined;
  if (host.status === "failed") host.status = "ended";
  if (host.status === "unreachable") host.status = "active";
}
