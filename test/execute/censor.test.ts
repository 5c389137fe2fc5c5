import { expect, test } from "vitest";
import { PlayError } from "../../engine/base/play-error.ts";
import { censor } from "../../engine/execute/censor.ts";
import type { Outcome } from "../../engine/model/event.ts";

const secret = "a-secret";
const result = { stdout: secret, results: [{ item: secret }] };
const error = new PlayError("COMMAND_FAILED", secret, { hint: secret, cause: new Error(secret) });
const outcomes: readonly Outcome[] = [
  { kind: "ok", result, notes: [secret] },
  {
    kind: "changed",
    result,
    changes: [{ summary: secret, diff: { path: secret, before: secret, after: secret }, once: secret }],
  },
  { kind: "unknown", result, reason: secret },
  { kind: "skipped", result, reason: "item == 'x'" },
  { kind: "failed", result, error, ignored: true, rescued: false },
];

for (const outcome of outcomes)
  test(`hides all of an outcome that is ${outcome.kind}, but not what kind it is`, () => {
    const censored = censor(outcome);
    const texts = JSON.stringify(censored, (_, value: unknown) =>
      value instanceof PlayError ? [value.message, value.hint, value.cause] : value,
    );
    expect(texts).not.toContain(secret);
    expect(censored.kind).toBe(outcome.kind);
  });

test("keeps that a failure is ignored, its code and its place", () => {
  expect(censor({ kind: "failed", result, error, ignored: true, rescued: false })).toMatchObject({
    ignored: true,
    error: { code: "COMMAND_FAILED" },
  });
});
