import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { oraLiveLine } from "../../engine/report/live-line.ts";
import { liveText } from "../../engine/report/live-text.ts";
import { OpenTask } from "../../engine/report/open-task.ts";
import { ended, ok, title } from "./event-builder.ts";
import type { PlayEvent } from "../../engine/model/event.ts";
import { makePaint } from "../../engine/report/colour.ts";

const view = { verbosity: 0, diff: false, check: false, paint: makePaint(0), clean: (text: string) => text };

function openTask(hosts: readonly string[], ...done: string[]): OpenTask {
  const task = new OpenTask(title("start etcd"), hosts);
  for (const host of done) {
    const event = ended(task.title, host, ok);
    if (event.kind === "task ended") task.addResult(event, view);
  }
  return task;
}

describe("the live line's text", () => {
  test.each([
    ["nothing", [], ""],
    ["a task that begins", [openTask(["h1", "h2"])], "etcd : start etcd  0/2"],
    ["the hosts awaited", [openTask(["h1", "h2", "h3"], "h2")], "etcd : start etcd  1/3  waiting for h1 h3"],
    ["other tasks", [openTask(["h1"]), openTask(["h2"])], "etcd : start etcd  0/1  and 1 more"],
  ])("shows %s", (_what, tasks, text) => {
    expect(liveText(tasks, 100)).toBe(text);
  });

  test("fits the terminal", () => {
    expect(liveText([openTask(["h1", "h2"], "h1")], 40)).toBe("etcd : start etcd  1/2 …");
  });

  test("shows who is trying again", () => {
    const task = openTask(["h1", "h2", "h3", "h4", "h5"]);
    const attempt = { kind: "attempt failed", task: task.title, host: "h4", attempt: 3, left: 7 } as const;
    task.addAttempt(attempt satisfies PlayEvent);
    expect(liveText([task], 100)).toBe("etcd : start etcd  0/5  h4: attempt 4, 6 more after it");
  });
});

describe("ora", () => {
  beforeEach(() => {
    vi.stubEnv("CI", undefined);
    vi.stubEnv("TERM", "xterm");
  });
  afterEach(() => void vi.unstubAllEnvs());

  function terminal(columns: number) {
    const written: string[] = [];
    const stream = Object.assign(Object.create(process.stdout) as NodeJS.WriteStream, {
      isTTY: true,
      columns,
      write: (text: string) => written.push(text) > 0,
      cursorTo: () => written.push("<home>") > 0,
      clearLine: () => written.push("<clear>") > 0,
      moveCursor: () => true,
    });
    return { stream, text: () => written.join("") };
  }

  test("draws below what is written, and leaves nothing behind", () => {
    const { stream, text } = terminal(80);
    const live = oraLiveLine(stream, false);
    live.show("start etcd  0/3", Date.now());
    stream.write("changed: [h1]\n");
    live.stop();
    expect(text()).toMatch(
      /start etcd {2}0\/3[^]*<home><clear>changed: \[h1\]\n[^]*start etcd[^]*<home><clear>/,
    );
  });

  test.each([
    ["of unknown width", 0, {}],
    ["of a CI", 80, { CI: "true" }],
    ["that is dumb", 80, { TERM: "dumb" }],
  ])("stays away from a terminal %s", (_what, columns, environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const { stream, text } = terminal(columns);
    const live = oraLiveLine(stream, false);
    live.show("start etcd  0/3", Date.now());
    live.stop();
    expect(text()).toBe("");
  });
});
