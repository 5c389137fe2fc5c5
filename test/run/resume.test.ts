import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { journaledRun } from "./journaled-run.ts";
import { failuresOf } from "./play-run.ts";
import { Area, failing, root, tasksBegun } from "./resume-area.ts";
import { failAndResume, interruptAndResume, wholeRun } from "./resume-cases.ts";

/**
 * The playbook of the folder `resume` is stopped and goes on. Each host must then have done what it does in a run that
 * nobody stops: nothing left out and nothing twice. Every stop on every host is tried by test/faults/resume.faults.ts.
 */
let whole: Awaited<ReturnType<typeof wholeRun>>;

beforeAll(async () => {
  whole = await wholeRun("whole");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

test("nobody stops it", () => {
  expect(failuresOf(whole.run).filter((failure) => !failure.startsWith("breaks"))).toEqual([]);
  expect(whole.run.events.filter(({ kind }) => kind === "task started")).toHaveLength(tasksBegun);
  expect(whole.area.logs["a"]?.join(" ")).toBe(
    "value value tries breaks rescues-1 always part-one part-two items-x items-y items-z once handler-first " +
      "handler-second handler-third there-V-a-more handler-first handler-second handler-third " +
      "sum-V-a-xyz-by-one-V-a-more role-one0two0-large handler-role batch-V-a others-V-a handler-last",
  );
});

test("nothing is played again of a run that came to its end", async () => {
  const before = whole.area.logs;
  const again = await journaledRun(whole.area.argv, { resume: whole.run });
  expect(whole.area.logs).toEqual(before);
  expect(again.events.filter(({ kind }) => kind === "task started")).toEqual([]);
  expect(again.status).toBe(0);
});

test("a check run tells what would be played, and plays nothing", async () => {
  const area = new Area("checked");
  area.fail("b", "items-y");
  const stopped = await journaledRun(area.argv);
  area.mend("b", "items-y");
  const before = area.logs;
  const check = await journaledRun([...area.argv, "--check"], { resume: stopped });
  expect(area.logs).toEqual(before);
  const [first] = check.events.filter((event) => event.kind === "task started");
  expect(first).toMatchObject({ task: { name: "items" }, hosts: ["b"] });
});

describe("interrupted when a task has begun, it goes on with the next", () => {
  const some = Array.from({ length: tasksBegun }, (_, index) => index + 1).filter((nth) => nth % 4 === 3);
  test.each(some)("task %i", async (nth) => interruptAndResume(nth, whole));
});

describe("a host that failed goes on at the task that failed", () => {
  test.each(failing.filter((_, index) => index % 2 === 1))("%s", async (step) =>
    failAndResume(step, "b", whole),
  );
});
