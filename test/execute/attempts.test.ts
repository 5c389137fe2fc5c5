import { expect, test } from "vitest";
import type { CompiledTask } from "../../engine/compile/program.ts";
import { runAttempts } from "../../engine/execute/attempts.ts";
import type { Try } from "../../engine/execute/try.ts";
import { scopeOf, template } from "./support.ts";
import { defineControlModule } from "../../engine/module/contract.ts";
import { z } from "zod";

interface Told {
  readonly attempt: number;
  readonly left: number;
}

/** Tries a task whose n-th try gives `answers[n]`; keeps what was told of tries in vain. */
async function attempt(answers: readonly unknown[], keywords: Readonly<Record<string, string>>) {
  let tries = 0;
  const counting = defineControlModule({
    name: "counting",
    summary: "Answers one thing after the other",
    args: z.object({}),
    run: () => {
      const answer = answers[Math.min(tries++, answers.length - 1)];
      if (answer === "failed") return { kind: "failed", message: "it failed" };
      return { kind: "done", result: { answer: Number(answer) } };
    },
  });
  const source = template("x").source;
  const { until, retries, delay } = keywords;
  const task = {
    module: counting,
    moduleSource: source,
    folder: "/",
    args: [],
    when: [],
    settings: new Map(),
    register: "r",
    ...(until !== undefined && { until: template(until) }),
    ...(retries !== undefined && { retries: template(retries) }),
    delay: template(delay ?? "0"),
  } as unknown as CompiledTask;
  const context = { services: { interrupted: new AbortController().signal }, play: { folder: "/" } };
  const one = { task, scope: scopeOf({ two: 2 }), host: {}, context } as unknown as Try;
  const told: Told[] = [];
  const end = await runAttempts(one, (attempt, left) => told.push({ attempt, left }));
  return { end, tries, told };
}

test("tries once without until, also where it fails", async () => {
  const { end, tries } = await attempt(["failed", 1], {});
  expect([end.outcome.kind, tries, end.result["attempts"]]).toEqual(["failed", 1, undefined]);
});

test("tries until the condition holds, and counts", async () => {
  const { end, tries, told } = await attempt([0, "failed", 2, 3], {
    until: "{{ r.answer | default(0) == two }}",
    retries: "5",
  });
  expect([end.outcome.kind, tries, end.result["attempts"]]).toEqual(["ok", 3, 3]);
  expect(told).toEqual([
    { attempt: 1, left: 5 },
    { attempt: 2, left: 4 },
  ]);
});

test("gives up after the first try and as many as retries says", async () => {
  const { end, tries } = await attempt([0], { until: "{{ r.answer == 9 }}", retries: "{{ two }}" });
  expect([end.outcome.kind, tries, end.result["failed"]]).toEqual(["failed", 3, true]);
});

test("tries three times where retries is not given", async () => {
  expect((await attempt([0], { until: "{{ false }}" })).tries).toBe(3);
});

test("keeps the error of the last try", async () => {
  const { end } = await attempt(["failed"], { until: "{{ r is succeeded }}", retries: "1" });
  expect(end.outcome).toMatchObject({ kind: "failed", error: { message: "it failed" } });
});

test("refuses numbers that are none", async () => {
  for (const retries of ["many", "-1"])
    await expect(attempt([0], { until: "{{ false }}", retries })).rejects.toMatchObject({
      code: "BAD_VALUE",
    });
});
