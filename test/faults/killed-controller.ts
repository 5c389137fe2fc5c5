import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { describeRun } from "../run/describe-run.ts";
import { playRun } from "../run/play-run.ts";
import type { Chance } from "./chance.ts";
import type { Figures } from "./figures.ts";
import type { FirstRun } from "./first-run.ts";
import { Other } from "./other-run.ts";

interface Tries {
  readonly chance: Chance;
  readonly rounds: number;
  readonly figures: Figures;
}

/**
 * As many first runs killed, at moments spread over all of the process's life, each played again: the next run must come to
 * the same end, with nothing left of the dead one on the host or here, and no file was ever half there.
 */
export async function killAgainAndAgain(first: FirstRun, { chance, rounds, figures }: Tries): Promise<void> {
  let length = await lengthOf(first);
  for (let done = 0, tried = 0; done < rounds; tried++) {
    expect(tried, "first runs that ended before they were killed").toBeLessThan(3 * rounds + 5);
    const moment = chance.between(0, length);
    const ended = await killOnce(first, moment);
    process.stderr.write(`killed after ${moment.toFixed(2)} of ${length.toFixed(2)} s: ${ended ?? "over"}\n`);
    if (ended === undefined) length = Math.min(length, moment);
    else {
      done++;
      figures.add(ended);
    }
  }
}

/** Seconds that an undisturbed first run takes, as a process. */
async function lengthOf(first: FirstRun): Promise<number> {
  await first.undo();
  const started = performance.now();
  const run = new Other(first.arguments);
  expect(await run.status, run.said).toBe(0);
  const length = (performance.now() - started) / 1000;
  expect(await first.settled()).toBe("");
  return length;
}

/** Undefined where the run was over before it was killed. */
async function killOnce(first: FirstRun, moment: number): Promise<"converged" | undefined> {
  await first.undo();
  const stopWatching = await first.watch();
  const run = new Other(first.arguments);
  await Promise.race([pause(moment * 1000), run.status]);
  run.kill();
  const status = await run.status;
  const again = await playRun(first.arguments, { lock: true });
  expect(again.status, describeRun(again)).toBe(0);
  expect(await stopWatching()).toBe("");
  expect(await first.settled(), describeRun(again)).toBe("");
  return status === null ? "converged" : undefined;
}
