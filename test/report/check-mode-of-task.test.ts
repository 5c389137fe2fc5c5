import { expect, it } from "vitest";
import { changeSummary } from "../../engine/report/change-lines.ts";
import { makePaint } from "../../engine/report/colour.ts";
import { failedBlock } from "../../engine/report/failure-lines.ts";
import { PlayError } from "../../engine/base/play-error.ts";

const view = { verbosity: 0, diff: false, paint: makePaint(0), clean: (text: string) => text };

it("tells what a task with a check_mode of its own did, not what the run as a whole does", () => {
  const change = { summary: "create /x" };
  expect(changeSummary({ ...change, made: false }, { ...view, check: false })).toBe("would create /x");
  expect(changeSummary({ ...change, made: true }, { ...view, check: true })).toBe("create /x");
});

it("shows where a hidden task failed, but not what is written there", () => {
  const file = { path: "site.yml", text: "- shell: echo hunter2" };
  const source = { file, start: 2, end: 7 };
  const outcome = { kind: "failed", ignored: false, rescued: false, result: {}, hidden: true } as const;
  const error = new PlayError("TASK_FAILED", "the task failed", { source });
  const task = { id: 1, name: "x", module: "shell", handler: false, source };
  const text = failedBlock({ ...outcome, error }, task, { ...view, check: false }).lines.join("\n");
  expect(text).toContain("site.yml:1:3");
  expect(text).not.toContain("hunter2");
});
