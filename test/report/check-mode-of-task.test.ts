import { expect, it } from "vitest";
import { makePaint } from "../../engine/report/colour.ts";
import { failedBlock } from "../../engine/report/failure-lines.ts";
import { PlayError } from "../../engine/base/play-error.ts";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";

const view = { verbosity: 0, diff: false, paint: makePaint(0), clean: (text: string) => text };

/** What a terminal shows of a task that would or did create /x, whatever the run as a whole does. */
function shown(check: boolean, made: boolean): string {
  const lines: string[] = [];
  const sink = {
    write: (text: string) => void lines.push(text),
    isTTY: false,
    columns: 80,
    colour: 0,
  } as const;
  const options = { verbosity: 0, diff: false, check, redact: (text: string) => text };
  const reporter = new TerminalReporter(sink, options);
  const source = { file: { path: "site.yml", text: "- copy:" }, start: 2, end: 6 };
  const task = { id: 1, name: "x", module: "copy", handler: false, source };
  const outcome = { kind: "changed", result: {}, changes: [{ summary: "create /x", made }] } as const;
  reporter.event({ kind: "task started", task, hosts: ["h1"] });
  reporter.event({ kind: "task ended", task, host: "h1", outcome, milliseconds: 1 });
  reporter.event({ kind: "task closed", task });
  reporter.end();
  return lines.join("");
}

it("tells what a task with a check_mode of its own did, not what the run as a whole does", () => {
  expect(shown(false, false)).toContain("pending: [h1]  would create /x");
  expect(shown(true, true)).toContain("changed: [h1]  create /x");
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
