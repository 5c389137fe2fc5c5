import type { z } from "zod";
import type { Change, Forecast } from "../../../engine/host/change.ts";
import { stat, type Entry, type Query } from "../../../engine/host/query.ts";
import type { Identity, Session } from "../../../engine/host/session.ts";
import type { Found, Module, Plan, Probe } from "../../../engine/module/contract.ts";

/** Change by being looked at, or with everything. */
const times = new Set(["atime", "ctime"]);

const identity: Identity = { kind: "login" };

/** A host and the controller, both this machine. */
export interface Machines {
  readonly host: Session;
  readonly controller: Session;
}

/** Probes and plans for real. */
export async function planHere<Options extends z.ZodObject, Asked extends Probe, Local extends Probe>(
  module: Module<Options, Asked, Local>,
  args: Readonly<Record<string, unknown>>,
  { host, controller }: Machines,
): Promise<Plan> {
  const want = module.args.parse(args);
  const local = await ask(module.local?.(want) ?? {}, controller);
  const asked = module.probe(want, local as Found<Local>);
  const found = await ask(ofMachine(asked, "host"), host);
  const more = await ask(ofMachine(asked, "controller"), controller);
  const plan = module.plan(want, { ...local, ...found, ...more } as Found<Asked> & Found<Local>);
  return "changes" in plan ? plan : { changes: plan };
}

function ofMachine(asked: Probe, where: Query["where"]): Probe {
  return Object.fromEntries(Object.entries(asked).filter(([, query]) => query.where === where));
}

async function ask(asked: Probe, session: Session): Promise<Record<string, unknown>> {
  const answers: readonly unknown[] = await session.ask(Object.values(asked), identity);
  return Object.fromEntries(Object.keys(asked).map((name, index) => [name, answers[index]]));
}

export async function applyHere(changes: readonly Change[], { host }: Machines): Promise<void> {
  await host.apply(
    changes.flatMap(({ actions }) => actions),
    { identity, environment: {} },
  );
}

/** What was foreseen of each path and what is there, as far as the forecast goes. */
export async function compareForecasts(
  changes: readonly Change[],
  { host }: Machines,
): Promise<[unknown, unknown]> {
  const last = new Map(changes.flatMap((change) => change.forecasts ?? []).flatMap(byPath));
  const foreseen: Record<string, unknown> = {};
  const real: Record<string, unknown> = {};
  for (const [path, { entry }] of last) {
    const checksum = entry?.checksum?.length === 40 ? "sha1" : "sha256";
    const [there] = await host.ask([stat(path, { checksum })], identity);
    foreseen[path] = entry && Object.fromEntries(Object.entries(entry).filter(([name]) => !times.has(name)));
    const known = Object.keys(entry ?? {}).filter((name) => !times.has(name)) as (keyof Entry)[];
    real[path] = there && Object.fromEntries(known.map((name) => [name, there[name]]));
  }
  return [foreseen, real];
}

type EntryForecast = Extract<Forecast, { kind: "entry" }>;

function byPath(forecast: Forecast): [string, EntryForecast][] {
  return forecast.kind === "entry" ? [[forecast.path, forecast]] : [];
}
