import { describe, expect, test } from "vitest";
import type { EndLine, ForgivenLine } from "../../engine/journal/line.ts";
import { resumableOf } from "../../engine/journal/resumption.ts";

type Step = EndLine | ForgivenLine;

/** Place and outcome; what stands behind them may be `ignored` or `rescued`, or the key of a handler. */
function ended(place: string, outcome: EndLine["outcome"] = "ok", how: Partial<EndLine> = {}): EndLine {
  const end = { kind: "end", at: 1, place, host: "a", name: place, print: "", outcome, result: {} } as const;
  return { ...end, ignored: false, rescued: false, fatal: false, notifies: [], hidden: false, ...how };
}

const forgiven: ForgivenLine = { kind: "forgiven", at: 1, host: "a" };

function resumable(...steps: readonly Step[]) {
  const facts = { playbooks: [], inventories: [], check: false, options: {}, files: {} };
  const run = { kind: "run", version: 1, id: "abcd", at: 0, pid: 1, began: "", ...facts } as const;
  const { resumption, stops } = resumableOf({
    run,
    steps,
    underWay: [],
    cuts: [],
    finished: undefined,
    forced: false,
    lastAt: 1,
  });
  const host = resumption.get("a");
  return { places: [...(host?.ends.keys() ?? [])], handled: host?.handled, stop: stops.get("a")?.task };
}

describe("a host goes on", () => {
  const rows: Readonly<Record<string, readonly [readonly Step[], readonly string[]]>> = {
    "behind all that it has finished": [
      [ended("1"), ended("2")],
      ["1", "2"],
    ],
    "at the task that failed": [[ended("1"), ended("2", "failed")], ["1"]],
    "at the task at which it was not reached": [[ended("1"), ended("2", "unreachable")], ["1"]],
    "behind a failure that was ignored": [
      [ended("1", "failed", { ignored: true }), ended("2")],
      ["1", "2"],
    ],
    "in the rescue of a block": [
      [ended("1/block/0", "failed", { rescued: true }), ended("1/rescue/0")],
      ["1/block/0", "1/rescue/0"],
    ],
    "at the task of a rescue that failed": [
      [ended("1/block/0", "failed", { rescued: true }), ended("1/rescue/0", "failed")],
      ["1/block/0"],
    ],
    "at the beginning of a block whose always was played": [
      [ended("0"), ended("1/block/0"), ended("1/block/1", "failed"), ended("1/always/0")],
      ["0"],
    ],
    "at the beginning of the outermost such block": [
      [
        ended("0"),
        ended("1/block/0"),
        ended("1/block/1/block/0", "failed"),
        ended("1/block/1/always/0"),
        ended("1/always/0"),
      ],
      ["0"],
    ],
    "in an always that was cut short": [
      [ended("1/block/0"), ended("1/always/0"), ended("1/always/1", "failed")],
      ["1/block/0", "1/always/0"],
    ],
    "behind a failure that was forgiven": [
      [ended("1", "failed"), forgiven, ended("2")],
      ["1", "2"],
    ],
    "at a failure that came after": [[ended("1", "failed"), forgiven, ended("2", "failed")], ["1"]],
  };
  test.each(Object.entries(rows))("%s", (_, [steps, places]) => {
    expect(resumable(...steps).places).toEqual(places);
  });
});

test("handlers that ran after the failure are not owed", () => {
  const handler = ended("0/1/handlers/x", "ok", { handler: "site.yml:7" });
  expect(resumable(ended("0/1/0", "failed"), handler).handled).toEqual(["site.yml:7"]);
});

test("it is told at which task the host stopped", () => {
  expect(resumable(ended("1"), ended("2", "failed")).stop).toBe("2");
  expect(resumable(ended("1")).stop).toBeUndefined();
});
