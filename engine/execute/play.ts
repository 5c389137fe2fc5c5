import type { CompiledPlay } from "../compile/program.ts";
import { compileNow, compileVariables } from "../compile/context.ts";
import { batches } from "./batches.ts";
import { outerFrame } from "./frame.ts";
import type { Failures } from "./failures.ts";
import { flushHandlers } from "./flush-handlers.ts";
import type { HostState } from "./host-state.ts";
import { magicLayer, type Surroundings } from "./magic.ts";
import type { PlayContext } from "./play-context.ts";
import { renderText } from "./render-text.ts";
import { runSteps } from "./steps.ts";
import { Variables } from "./variables.ts";

/** What a run's plays have in common, and where in the program this one stands. */
type RunContext = { readonly place: string } & Omit<
  PlayContext,
  "play" | "variables" | "handlers" | "runSteps" | "flushHandlers"
>;

/**
 * Runs a play batch by batch. Answers whether the run goes on: where a whole batch fails, the batches and plays after it
 * are left alone, as they may build on it.
 */
export async function runPlay(play: CompiledPlay, run: RunContext): Promise<boolean> {
  const hosts = play.hosts.flatMap((name) => run.states.get(name) ?? []);
  for (const host of hosts) if (host.status === "ended") host.status = "active";
  const active = hosts.filter((host) => host.status === "active");
  for (const host of active) host.notified.clear();
  run.services.emit({ kind: "play started", name: play.name, hosts: active.map((host) => host.name) });
  const all = batches(active, play.serial);
  for (const [index, batch] of all.entries()) {
    const hosts = batch.map((host) => host.name);
    if (all.length > 1)
      run.services.emit({ kind: "batch started", number: index + 1, of: all.length, hosts });
    await runBatch(play, batch, run);
    if (run.services.interrupted.aborted) return false;
    if (isLost(batch)) return false;
  }
  return true;
}

/** Whether nobody of those who played is left; who had ended its part before (`meta: end_host`) did not play. */
function isLost(batch: readonly HostState[]): boolean {
  const played = batch.filter(({ status }) => status !== "ended");
  return played.length > 0 && played.every(({ status }) => status === "failed" || status === "unreachable");
}

async function runBatch(play: CompiledPlay, batch: readonly HostState[], run: RunContext): Promise<void> {
  const context: PlayContext = {
    ...run,
    play,
    variables: playVariables(play, batch, run),
    handlers: [...play.handlers],
    runSteps: (steps, hosts, frame) => runSteps(steps, hosts, frame, context),
    flushHandlers: (hosts, place) => flushHandlers(hosts, place, context),
  };
  const { place } = run;
  if (play.gatherFacts)
    fail(await runSteps([play.gatherFacts], activeOf(batch), outerFrame(`${place}/facts`), context));
  for (const [index, section] of play.sections.entries()) {
    fail(await runSteps(section, activeOf(batch), outerFrame(`${place}/${index}`), context));
    if (run.services.interrupted.aborted) return;
    const flushing = run.options.forceHandlers
      ? batch.filter((host) => host.status !== "unreachable")
      : activeOf(batch);
    fail(await flushHandlers(flushing, `${place}/${index}/handlers`, context));
  }
}

function activeOf(batch: readonly HostState[]): readonly HostState[] {
  return batch.filter((host) => host.status === "active");
}

function fail(failures: Failures): void {
  for (const host of failures.keys()) {
    // clear_host_errors has forgiven what is not there any more
    host.status = host.failure ? "failed" : "ended";
    host.failure = undefined;
  }
}

function playVariables(play: CompiledPlay, batch: readonly HostState[], run: RunContext): Variables {
  const { services, states, options } = run;
  const around: Surroundings = {
    inventory: services.compile.inventory,
    play,
    options,
    // a host that has failed is told so when its section ends, for the sake of always:
    activeHosts: () => activeOf(batch).flatMap(({ failure, name }) => (failure ? [] : [name])),
    batch: () => batch.map((host) => host.name),
    hostScope: (name) => {
      const host = states.get(name);
      return host && variables.hostScope(host);
    },
  };
  const variables: Variables = new Variables({
    context: services.compile,
    play,
    magic: (host, step) => magicLayer(around, host, step),
    readVariables: (name, searchPath) =>
      compileNow(services.compile, ({ templates }) =>
        compileVariables(services.includes.variables(name, searchPath), templates),
      ),
    render: (text, scope) => renderText(text, scope, services.compile),
    prompted: new Map(
      play.variables.prompts.flatMap(({ name }) => {
        const answer = options.prompted.get(name);
        return answer === undefined ? [] : [[name, answer]];
      }),
    ),
    clock: run.clock,
  });
  return variables;
}
