import pLimit from "p-limit";
import type { CompiledPlay, Program } from "../compile/program.ts";
import type { HostCounts } from "../model/event.ts";
import { AttentiveSession } from "./attentive-session.ts";
import { Forecasts } from "./forecasts.ts";
import { type Clock, HostState } from "./host-state.ts";
import type { RunOptions, RunServices } from "./play-context.ts";
import { owedHandlers } from "./owed-handlers.ts";
import { Recall } from "./recall.ts";
import { runPlay } from "./play.ts";

export interface RunEnd {
  readonly hosts: ReadonlyMap<string, HostCounts>;
  readonly interrupted: boolean;
}

/** Runs a program's plays one after the other; a host that failed or was out of reach takes no part any more. */
export async function run(program: Program, options: RunOptions, services: RunServices): Promise<RunEnd> {
  const started = performance.now();
  const clock: Clock = { time: 0 };
  const states = hostStates(program, services, clock);
  const controller = new AttentiveSession(services.controller, services.sessions.ownAnswers);
  const controllerForecasts = new Forecasts();
  const limit = pLimit(Math.max(1, options.forks));
  const recall = new Recall(services.resumption);
  for (const [index, play] of program.plays.entries()) {
    if (services.interrupted.aborted) break;
    const goesOn = await runPlay(play, {
      options,
      services,
      states,
      clock,
      controller,
      controllerForecasts,
      limit,
      recall,
      place: String(index),
    });
    if (!goesOn) break;
  }
  const interrupted = services.interrupted.aborted;
  const all = takingPart(program, states);
  const hosts = new Map(all.map((host) => [host.name, host.counts]));
  const owed = owedHandlers(all, interrupted);
  services.emit({ kind: "run ended", hosts, milliseconds: performance.now() - started, interrupted, owed });
  return { hosts, interrupted };
}

function hostStates(program: Program, services: RunServices, clock: Clock): ReadonlyMap<string, HostState> {
  const names = new Set([
    ...services.compile.inventory.hosts.keys(),
    ...program.plays.flatMap((play) => play.hosts),
  ]);
  return new Map([...names].map((name) => [name, new HostState(name, clock)]));
}

function takingPart(program: Program, states: ReadonlyMap<string, HostState>): readonly HostState[] {
  const names = new Set(program.plays.flatMap((play: CompiledPlay) => play.hosts));
  return [...states.values()].filter((host) => names.has(host.name));
}
