import type { Value } from "../../model/value.ts";
import { isList, isMap, Unknown } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import type { Test } from "../contract.ts";
import { decide, test } from "../define.ts";

const succeeded = resultTest(
  "succeeded",
  "the task did not fail",
  (value, args) => !flag(value, "failed", args),
);
const failed = resultTest("failed", "the task failed", (value, args) => flag(value, "failed", args));
const changed = resultTest("changed", "the task changed something", (value, args) =>
  flag(value, "changed", args),
);
const skipped = resultTest("skipped", "the task was skipped", (value, args) => flag(value, "skipped", args));

/** Tests of a registered result. What else in it is not known does not matter to them. */
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
  unreachable: resultTest("unreachable", "the host could not be reached", (value, args) =>
    flag(value, "unreachable", args),
  ),
  reachable: resultTest(
    "reachable",
    "the host could be reached",
    (value, args) => !flag(value, "unreachable", args),
  ),
  started: resultTest("started", "the asynchronous task has begun", (value, args) =>
    flag(value, "started", args),
  ),
  finished: resultTest("finished", "the asynchronous task has ended", (value, args) =>
    flag(value, "finished", args),
  ),
} satisfies Record<string, Test>;

function resultTest(usage: string, summary: string, body: (value: Value, args: Arguments) => boolean): Test {
  return { ...test(usage, summary, body), takesUnknown: true };
}

/** A result without the flag, of a loop, has it if one of its items has. */
function flag(value: Value, name: string, args: Arguments): boolean {
  if (value instanceof Unknown) return decide(value, args.call);
  if (!isMap(value))
    return args.fail(`tests the result of a task, not ${describe(value)}`, "register the task's result");
  const own = value[name];
  if (own !== undefined) return decide(own, args.call);
  const flags = itemsOf(value["results"]).map((item) => flagOfItem(item, name));
  // One that is set decides, whatever the unknown ones turn out to be.
  const first = flags.find((one) => !(one instanceof Unknown) && decide(one, args.call));
  return decide(first ?? flags.find((one) => one instanceof Unknown) ?? false, args.call);
}

function itemsOf(results: Value | undefined): readonly Value[] {
  if (results instanceof Unknown) return [results];
  return isList(results) ? results : [];
}

function flagOfItem(item: Value, name: string): Value {
  if (item instanceof Unknown) return item;
  return isMap(item) ? (item[name] ?? false) : false;
}
