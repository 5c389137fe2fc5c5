import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { TaskTitle } from "../../engine/model/event.ts";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const task: TaskTitle = {
  id: 1,
  name: "start etcd",
  module: "systemd",
  handler: false,
  source: { file: { path: "site.yml", text: "x" }, start: 0, end: 1 },
};

function reporterTo(lines: string[]): TerminalReporter {
  const sink = {
    write: (text: string) => void lines.push(text),
    isTTY: false,
    columns: 80,
    colour: 0,
  } as const;
  return new TerminalReporter(sink, { verbosity: 0, diff: false, check: false, redact: (text) => text });
}

const hosts = Array.from({ length: 50 }, (_, index) => `h${index + 1}`);

function end(reporter: TerminalReporter, host: string): void {
  const outcome = { kind: "ok", result: {} } as const;
  reporter.event({ kind: "task ended", task, host, outcome, milliseconds: 5 });
}

test("a log says after ten seconds, and then ever less often, which hosts a task waits for", () => {
  const lines: string[] = [];
  const reporter = reporterTo(lines);
  reporter.event({ kind: "task started", task, hosts });
  for (const host of hosts) if (host !== "h7" && host !== "h9") end(reporter, host);
  vi.advanceTimersByTime(9_000);
  expect(lines.join("")).not.toContain("waiting");
  vi.advanceTimersByTime(2_000);
  expect(lines.join("")).toContain("TASK start etcd\n  waiting for [h7 h9], 10.0 s so far\n");
  end(reporter, "h7");
  vi.advanceTimersByTime(50_000);
  expect(lines.join("")).toContain("  waiting for [h9], 1 min 00 s so far\n");
  end(reporter, "h9");
  reporter.event({ kind: "task closed", task });
  vi.advanceTimersByTime(3_600_000);
  expect(lines.join("").match(/waiting/g)).toHaveLength(2);
});

test("a log names the hosts whose connection broke, and tells when they are back", () => {
  const lines: string[] = [];
  const reporter = reporterTo(lines);
  reporter.event({ kind: "host awaited", host: "h7", reason: "the connection broke", limit: 300 });
  reporter.event({ kind: "host back", host: "h7", milliseconds: 12_300 });
  expect(lines).toEqual([
    "waiting for [h7], up to 5 min 00 s: the connection broke\n",
    "[h7] is back after 12.3 s\n",
  ]);
});
