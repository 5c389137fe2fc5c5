import { describe, expect, test } from "vitest";
import { Unknown } from "../../engine/model/value.ts";
import { assert } from "../../engine/module/library/assert.ts";
import { debug } from "../../engine/module/library/debug.ts";
import { fail } from "../../engine/module/library/fail.ts";
import { include_vars } from "../../engine/module/library/include-vars.ts";
import { meta } from "../../engine/module/library/meta.ts";
import { pause } from "../../engine/module/library/pause.ts";
import { ping } from "../../engine/module/library/ping.ts";
import { set_fact } from "../../engine/module/library/set-fact.ts";
import { planOf, runControl } from "./rows.ts";

const code = (name: string) => expect.objectContaining({ code: name });

describe("debug", () => {
  test.each([
    ["shows a message", { msg: "hello" }, { msg: "hello" }],
    ["shows a list as it is", { msg: [1, { a: 2 }] }, { msg: [1, { a: 2 }] }],
    ["has something to say by default", {}, { msg: "Hello world!" }],
    ["shows an expression's value", { var: { expression: "a.b", value: 3 } }, { "a.b": 3 }],
    ["shows null as null", { var: { expression: "a", value: null } }, { a: null }],
    [
      "says that a variable is not defined",
      { var: { expression: "nope" } },
      { nope: "VARIABLE IS NOT DEFINED!" },
    ],
  ])("%s", (_, options, result) => expect(runControl(debug, options)).toEqual({ kind: "done", result }));

  test("is quiet below its verbosity", () => {
    const at = (verbosity: number) =>
      runControl(debug, { msg: "x", verbosity: "2" }, { lookup: () => verbosity });
    expect(at(1)).toMatchObject({ result: { skipped: true } });
    expect(at(2)).toMatchObject({ result: { msg: "x" } });
  });
});

describe("assert", () => {
  const is = (expression: string, value?: unknown) => ({ expression, value });
  const unknown = new Unknown("not run");
  test.each([
    [
      "passes",
      { that: [is("a", true), is("b", [1])] },
      { kind: "done", result: { msg: "All assertions passed" } },
    ],
    [
      "takes one condition",
      { that: is("a", 1), success_msg: "fine" },
      { kind: "done", result: { msg: "fine" } },
    ],
    [
      "does not know yet",
      { that: [is("a", true), is("b", unknown)] },
      { kind: "done", result: { msg: unknown } },
    ],
    [
      "fails though something else is unknown",
      { that: [is("b", unknown), is("a > 1", false)], fail_msg: "too small" },
      {
        kind: "failed",
        message: "too small: a > 1",
        result: { assertion: "a > 1", evaluated_to: false, msg: "too small" },
      },
    ],
  ])("%s", (_, options, result) => expect(runControl(assert, options)).toEqual(result));

  test.each([0, "", [], {}, null, undefined])("takes %j as false", (value) => {
    expect(runControl(assert, { that: [is("x", value)] }).kind).toBe("failed");
  });
});

test("fail fails", () => {
  expect(runControl(fail, {})).toEqual({ kind: "failed", message: "Failed as requested from task" });
  expect(runControl(fail, { msg: "no" })).toEqual({ kind: "failed", message: "no" });
});

describe("set_fact", () => {
  test("sets any variable", () => {
    const facts = { a: 1, b: ["x"], c: { d: null } };
    expect(runControl(set_fact, { ...facts, cacheable: "yes" })).toEqual({
      kind: "facts",
      facts,
    });
  });

  test("sets what is not known yet", () => {
    const later = new Unknown("not run");
    expect(runControl(set_fact, { a: later })).toMatchObject({ facts: { a: later } });
  });

  test("reads yes and no as booleans", () => {
    expect(runControl(set_fact, { a: "no", b: "True", c: "none" })).toMatchObject({
      facts: { a: false, b: true, c: "none" },
    });
  });

  test.each([
    [{}, "MISSING_OPTION"],
    [{ "a-b": 1 }, "BAD_OPTION"],
  ])("refuses %j", (options, error) => {
    expect(() => runControl(set_fact, options)).toThrow(code(error));
  });
});

describe("include_vars", () => {
  test.each([
    [{ file: "a.yml" }, { file: "a.yml" }],
    [{ dir: "more" }, { file: "more" }],
    [
      { file: "a.yml", name: "box" },
      { file: "a.yml", below: "box" },
    ],
  ])("reads %j", (options, read) => {
    expect(runControl(include_vars, options)).toEqual({ kind: "variables", ...read });
  });

  test("wants one place", () => {
    expect(() => runControl(include_vars, {})).toThrow(code("BAD_OPTION"));
    expect(() => runControl(include_vars, { file: "a", dir: "b" })).toThrow(code("BAD_OPTION"));
  });
});

test("meta takes the words of a play's flow", () => {
  expect(runControl(meta, { action: "flush_handlers" })).toEqual({ kind: "flow", flow: "flush_handlers" });
  expect(meta.args.safeParse({ action: "dance" }).success).toBe(false);
});

test("pause waits for a time, and for nothing else", () => {
  expect(planOf(pause, { minutes: 1, seconds: 5 }, {}).wait).toMatchObject({ delay: 65, summary: "65 s" });
  expect(planOf(pause, { seconds: 0 }, {}).wait).toBeUndefined();
  expect(() => planOf(pause, { prompt: "ready?" }, {})).toThrow(code("MISSING_OPTION"));
});

test("ping answers", () => {
  expect(planOf(ping, {}, {})).toEqual({ changes: [], result: { ping: "pong" } });
});
