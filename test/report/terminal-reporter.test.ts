import { afterEach, describe, expect, test, vi } from "vitest";
import type { LiveLine } from "../../engine/report/live-line.ts";
import type { ReportOptions } from "../../engine/report/reporter.ts";
import { TerminalReporter } from "../../engine/report/terminal-reporter.ts";
import { changed, ended, hosts, ok, played, title } from "./event-builder.ts";
import { expectGolden } from "./expect-golden.ts";
import type { SampleName } from "./sample-runs.ts";
import { sampleRuns } from "./sample-runs.ts";

interface Setting extends Partial<ReportOptions> {
  readonly isTTY?: boolean;
  readonly live?: LiveLine;
}

function makeReporter({ isTTY = false, live, ...options }: Setting) {
  const written: string[] = [];
  const sink = {
    write: (text: string) => void written.push(text),
    isTTY,
    columns: 100,
    colour: isTTY ? 1 : 0,
  } as const;
  const usual = { verbosity: 0, diff: false, check: false, redact: (text: string) => text };
  const reporter = new TerminalReporter(sink, { ...usual, ...options }, live);
  return { reporter, text: () => written.join("") };
}

function show(name: SampleName, setting: Setting): string {
  const { reporter, text } = makeReporter({ check: name === "check", ...setting });
  for (const event of sampleRuns[name]()) reporter.event(event);
  reporter.end();
  return text();
}

const names = Object.keys(sampleRuns) as SampleName[];

describe("whole runs", () => {
  test.each(names)("shows the %s run line by line", (name) => {
    const text = show(name, { diff: true });
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expectGolden(`${name}.txt`, text);
  });

  test.each(names)("shows the %s run on a terminal", (name) => {
    const live: string[] = [];
    const text = show(name, {
      isTTY: true,
      diff: true,
      live: { show: (line) => void live.push(line), stop: () => undefined },
    });
    const lines = live.filter((line, index) => line !== live[index - 1]);
    expectGolden(
      `${name}.tty.txt`,
      `${text.replaceAll("\u001b", "␛")}\n--- live line ---\n${lines.join("\n")}\n`,
    );
  });

  test.each([1, 2, 3])("tells more at verbosity %i", (verbosity) => {
    const text = (["failure", "check", "retries"] as const).map((name) => show(name, { verbosity })).join("");
    expectGolden(`verbosity-${verbosity}.txt`, text);
  });
});

describe("a slow task", () => {
  afterEach(() => vi.useRealTimers());

  test("writes results that have waited, folded, and its title once", () => {
    vi.useFakeTimers();
    const { reporter, text } = makeReporter({});
    const task = title("upgrade");
    reporter.event({ kind: "task started", task, hosts });
    reporter.event(ended(task, "h2", changed("upgrade")));
    reporter.event(ended(task, "h1", changed("upgrade")));
    expect(text()).toBe("");
    vi.advanceTimersByTime(1000);
    expect(text()).toBe("TASK etcd : upgrade\n  changed: [h1 h2]  upgrade\n");
    reporter.event(ended(task, "h3", ok));
    reporter.event({ kind: "task closed", task });
    expect(text()).toBe("TASK etcd : upgrade\n  changed: [h1 h2]  upgrade\n  ok=1\n");
  });

  test("names itself again where another task came between", () => {
    vi.useFakeTimers();
    const { reporter, text } = makeReporter({});
    const slow = title("slow");
    reporter.event({ kind: "task started", task: slow, hosts });
    reporter.event(ended(slow, "h1", changed("this")));
    vi.advanceTimersByTime(1000);
    for (const event of played(title("quick"), changed("that"), ok, ok)) reporter.event(event);
    reporter.event(ended(slow, "h2", changed("this")));
    reporter.end();
    expect(text()).toMatch(
      /TASK etcd : slow\n.*\nTASK etcd : quick\n[^]*TASK etcd : slow\n {2}changed: \[h2\]/,
    );
  });
});

test("writes what is known when a run ends without a word", () => {
  const { reporter, text } = makeReporter({});
  const task = title("upgrade");
  reporter.event({ kind: "task started", task, hosts });
  reporter.event(ended(task, "h1", changed("upgrade")));
  reporter.end();
  expect(text()).toContain("changed: [h1]  upgrade");
});

test("counts the hosts where all of many did the same", () => {
  const { reporter, text } = makeReporter({});
  const many = Array.from({ length: 12 }, (_, index) => `n${index}`);
  const task = title("upgrade");
  reporter.event({ kind: "task started", task, hosts: many });
  for (const host of many) reporter.event(ended(task, host, changed("upgrade")));
  reporter.event({ kind: "task closed", task });
  expect(text()).toContain("changed: [all 12 hosts]  upgrade");
});
