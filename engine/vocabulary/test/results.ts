import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import type { Test } from "../contract.ts";
import { test } from "../define.ts";
import { toBoolean } from "../shared/truth.ts";

const succeeded = test("succeeded", "the task did not fail", (value, args) => !flag(value, "failed", args));
const failed = test("failed", "the task failed", (value, args) => flag(value, "failed", args));
const changed = test("changed", "the task changed something", (value, args) => flag(value, "changed", args));
const skipped = test("skipped", "the task was skipped", (value, args) => flag(value, "skipped", args));

/** Tests of a registered result. */
export const resultTests = {
  succeeded,
  success: succeeded,
  successful: succeeded,
  failed,
  failure: failed,
  changed,
  change: changed,
  skipped,
  skip: skipped,
  unreachable: test("unreachable", "the host could not be reached", (value, args) =>
    flag(value, "unreachable", args),
  ),
  reachable: test(
    "reachable",
    "the host could be reached",
    (value, args) => !flag(value, "unreachable", args),
  ),
  started: test("started", "the asynchronous task has begun", (value, args) => flag(value, "started", args)),
  finished: test("finished", "the asynchronous task has ended", (value, args) =>
    flag(value, "finished", args),
  ),
} satisfies Record<string, Test>;

/** A result without the flag, of a loop, has it if one of its items has. */
function flag(value: Value, name: string, args: Arguments): boolean {
  if (!isMap(value))
    return args.fail(`tests the result of a task, not ${describe(value)}`, "register the task's result");
  const own = value[name];
  if (own !== undefined) return toBoolean(own) === true;
  const items = value["results"];
  return isList(items) && items.some((item) => isMap(item) && toBoolean(item[name] ?? false) === true);
}
