import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, test } from "vitest";
import { failing, hosts, root, tasksBegun } from "../run/resume-area.ts";
import { failAndResume, interruptAndResume, wholeRun } from "../run/resume-cases.ts";

/** Every task of a playbook of many kinds is where the run stops, by a signal and by a failure on each of its hosts. */
let whole: Awaited<ReturnType<typeof wholeRun>>;

beforeAll(async () => {
  whole = await wholeRun("whole");
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("interrupted when a task has begun, it goes on with the next", () => {
  test.each(Array.from({ length: tasksBegun }, (_, index) => index + 1))("task %i", async (nth) =>
    interruptAndResume(nth, whole),
  );
});

describe("a host that failed goes on at the task that failed", () => {
  for (const step of failing)
    test.each(hosts)(`${step} on %s`, async (host) => failAndResume(step, host, whole));
});
