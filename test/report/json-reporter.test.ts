import { expect, test } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import { JsonReporter } from "../../engine/report/json-reporter.ts";
import { makeRedact } from "../../engine/report/redact.ts";
import { expectGolden } from "./expect-golden.ts";
import { ended, title } from "./event-builder.ts";
import type { SampleName } from "./sample-runs.ts";
import { sampleRuns } from "./sample-runs.ts";

function jsonLines(redact = (text: string) => text) {
  const lines: string[] = [];
  const reporter = new JsonReporter({ write: (text) => void lines.push(text) }, { redact });
  return { reporter, lines };
}

test.each([
  "check",
  "failure",
  "unreachable",
  "retries",
  "warnings",
] as const satisfies readonly SampleName[])("writes the %s run as one event a line", (name) => {
  const { reporter, lines } = jsonLines();
  for (const event of sampleRuns[name]()) reporter.event(event);
  // Task numbers run on through the file, so they are counted anew here.
  const ids = new Map<number, number>();
  const text = lines.join("").replaceAll(/"id":(\d+)/g, (_all, id: string) => {
    if (!ids.has(Number(id))) ids.set(Number(id), ids.size + 1);
    return `"id":${ids.get(Number(id))}`;
  });
  expectGolden(`${name}.jsonl`, text);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
});

test("takes secrets out of every text", () => {
  const { reporter, lines } = jsonLines(makeRedact(new Set(["s3cr3t-word", "4711471147"])));
  const error = new PlayError("TASK_FAILED", "login with s3cr3t-word failed", { hint: "not s3cr3t-word" });
  const result = { stdout: 'say "s3cr3t-word"', "s3cr3t-word": [{ deep: "s3cr3t-word" }], pin: 4711471147 };
  const task = title("use s3cr3t-word");
  reporter.event({ kind: "task started", task, hosts: ["h1"] });
  reporter.event(ended(task, "h1", { kind: "failed", error, ignored: false, rescued: false, result }));
  reporter.event({ kind: "warning", message: "s3cr3t-word", hint: "s3cr3t-word" });
  expect(lines.join("")).not.toMatch(/s3cr3t-word|4711471147/);
  expect(lines).toHaveLength(3);
});
