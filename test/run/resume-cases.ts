import { expect } from "vitest";
import { journaledRun } from "./journaled-run.ts";
import { failuresOf } from "./play-run.ts";
import { Area, type Logs, playedAgain, workOf } from "./resume-area.ts";

/** The playbook without a stop. */
export async function wholeRun(name: string) {
  const area = new Area(name);
  return { run: await journaledRun(area.argv), area };
}

type Whole = Awaited<ReturnType<typeof wholeRun>>;

/** Interrupts the run when its nth task begins, and goes on: all was done once, in the same order. */
export async function interruptAndResume(nth: number, whole: Whole): Promise<void> {
  const area = new Area(`interrupted ${nth}`);
  let begun = 0;
  const stopped = await journaledRun(area.argv, {
    onEvent: ({ kind }, controller) => {
      if (kind === "task started" && ++begun === nth) controller.abort();
    },
  });
  expect(stopped.status).toBe(130);
  const resumed = await journaledRun(area.argv, { resume: stopped });
  expect(resumed.status).toBe(0);
  expect(area.logs).toEqual(whole.area.logs);
  expect(workOf(stopped, resumed)).toEqual(workOf(whole.run));
}

/** Lets a step fail on a host, mends it, and goes on: all was done once on each host. */
export async function failAndResume(step: string, host: string, whole: Whole): Promise<void> {
  const area = new Area(`failed ${step} ${host}`);
  const here = step.replaceAll("HOST", host);
  area.fail(host, here);
  const stopped = await journaledRun(area.argv);
  area.mend(host, here);
  const resumed = await journaledRun(area.argv, { resume: stopped });
  expect(failuresOf(resumed).filter((failure) => !failure.startsWith("breaks"))).toEqual([]);
  expect(area.steps).toEqual(withMore(whole.area.steps, host, playedAgain[step] ?? []));
}

function withMore(steps: Logs, host: string, more: readonly string[]): Logs {
  return { ...steps, [host]: [...(steps[host] ?? []), ...more].toSorted() };
}
