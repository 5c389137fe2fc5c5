import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import type { PlayEvent } from "../../engine/model/event.ts";
import { describeRun } from "../run/describe-run.ts";
import { failuresOf, playRun, type PlayRun } from "../run/play-run.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Chance } from "./chance.ts";
import type { Cut } from "./cut.ts";
import type { Figures } from "./figures.ts";
import type { FirstRun } from "./first-run.ts";

/** Seconds in which a broken connection must have been noticed. */
const noticedWithin = 15;

interface Setting {
  readonly sandbox: Sandbox;
  readonly host: string;
  readonly first: FirstRun;
  readonly cut: Cut;
}

interface Tries {
  readonly chance: Chance;
  readonly rounds: number;
  readonly figures: Figures;
}

/** As many first runs with their connection cut, at moments spread over all of the run. */
export async function cutAgainAndAgain(setting: Setting, { chance, rounds, figures }: Tries): Promise<void> {
  // gathering facts connects; a host that was never reached is another story
  const tasks = (await timeTasks(setting.first)).slice(1);
  const length = tasks.reduce((sum, { seconds }) => sum + seconds, 0);
  for (let done = 0, tried = 0; done < rounds; tried++) {
    // a quicker run may be over before its cut
    expect(tried, "first runs that were not cut").toBeLessThan(3 * rounds + 5);
    const moment = momentAt(chance.between(0, length), tasks);
    const ending = await cutOnce(setting, moment);
    const told = `${setting.cut.name} ${moment.seconds.toFixed(2)} s after "${moment.task}" began`;
    process.stderr.write(
      `${told}: ${ending ? `${ending.end}, noticed after ${ending.noticed.toFixed(1)} s` : "over"}\n`,
    );
    if (!ending) continue;
    done++;
    figures.add(ending.end);
    figures.most("noticed", ending.noticed);
  }
}

/** So many seconds after the task began. */
interface Moment {
  readonly task: string;
  readonly seconds: number;
}

/** How long each task takes where nothing disturbs it. */
async function timeTasks(first: FirstRun): Promise<readonly Moment[]> {
  await first.undo();
  const run = await playRun(first.arguments);
  expect(run.status, describeRun(run)).toBe(0);
  expect(await first.settled()).toBe("");
  return run.events.flatMap((event) =>
    event.kind === "task ended" ? [{ task: event.task.name, seconds: event.milliseconds / 1000 }] : [],
  );
}

function momentAt(time: number, tasks: readonly Moment[]): Moment {
  let left = time;
  for (const { task, seconds } of tasks) {
    if (left < seconds) return { task, seconds: Math.max(0, left) };
    left -= seconds;
  }
  throw new Error("the moment is after the run");
}

interface Ending {
  readonly end: "finished" | "command in doubt, finished when played again";
  /** Seconds. */
  readonly noticed: number;
}

/** Undefined where the run was over before the cut, or where the cut met no connection in use. */
async function cutOnce(setting: Setting, moment: Moment): Promise<Ending | undefined> {
  const { first } = setting;
  await first.undo();
  const stopWatching = await first.watch();
  const clock = new Clock(moment.task);
  const running = playRun(first.arguments, { onEvent: clock.hear, lock: true });
  const over = new AbortController();
  const breaking = breakAt(setting, { clock, seconds: moment.seconds, over: over.signal });
  const run = await running;
  over.abort();
  const cutAt = await breaking;
  if (run.status !== 0) {
    expect(doubts(run), describeRun(run)).toBe(true);
    const again = await playRun(first.arguments, { lock: true });
    expect(again.status, describeRun(again)).toBe(0);
  }
  expect(await stopWatching()).toBe("");
  expect(await first.settled(), describeRun(run)).toBe("");
  if (cutAt === undefined || clock.noticed === undefined) return undefined;
  const noticed = Math.max(0, clock.noticed - cutAt) / 1000;
  expect(noticed).toBeLessThan(noticedWithin);
  return { end: run.status === 0 ? "finished" : "command in doubt, finished when played again", noticed };
}

interface Break {
  readonly clock: Clock;
  readonly seconds: number;
  readonly over: AbortSignal;
}

/** Breaks the connection when its moment has come, mends it once that was noticed; when it broke. */
async function breakAt(
  { sandbox, host, cut }: Setting,
  { clock, seconds, over }: Break,
): Promise<number | undefined> {
  await Promise.race([clock.begun, aborted(over)]);
  await pause(seconds * 1000);
  if (over.aborted) return undefined;
  await cut.break(sandbox, host);
  const at = Date.now();
  await Promise.race([clock.noticing, aborted(over)]);
  await cut.mend(sandbox, host);
  return at;
}

/** Only what must not be done twice may be in doubt, and it says so. */
function doubts(run: PlayRun): boolean {
  const failures = failuresOf(run);
  return (
    failures.length === 1 &&
    failures.every((text) => /^command on .*whether the command ran is not known$/.test(text))
  );
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve());
  });
}

/** When a task began, and when it was noticed that the connection had broken. */
class Clock {
  noticed: number | undefined;
  readonly begun: Promise<void>;
  readonly noticing: Promise<void>;
  readonly #task: string;
  #begin: () => void = () => undefined;
  #notice: () => void = () => undefined;

  constructor(task: string) {
    this.#task = task;
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.noticing = new Promise((resolve) => (this.#notice = resolve));
  }

  readonly hear = (event: PlayEvent): void => {
    if (event.kind === "task started" && event.task.name === this.#task) this.#begin();
    if (!isNotice(event)) return;
    this.noticed ??= Date.now();
    this.#notice();
  };
}

function isNotice(event: PlayEvent): boolean {
  if (event.kind === "host awaited") return true;
  return (
    event.kind === "task ended" && (event.outcome.kind === "failed" || event.outcome.kind === "unreachable")
  );
}
