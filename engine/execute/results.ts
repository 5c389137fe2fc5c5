import type { Change } from "../host/change.ts";
import { isLazyMap, lazyMap } from "../model/lazy-map.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";
import type { ResultFields } from "../module/contract.ts";

/** What a command that was not run would have given back: everything that it usually gives is unknown. */
export function unknownOutput(changes: readonly Change[]): ResultFields {
  const unknown = new Unknown(
    `the output of "${changes[0]?.summary ?? "the task"}", which a check run does not run`,
  );
  const fields = ["rc", "stdout", "stderr", "stdout_lines", "stderr_lines", "start", "end", "delta"];
  return Object.fromEntries(fields.map((field) => [field, unknown]));
}

/** A registered result of which only some fields are known; any other field is unknown rather than undefined. */
export function partlyKnown(known: ValueMap, reason: string): ValueMap {
  const unknown = new Unknown(reason);
  return lazyMap({
    names: () => Object.keys(known),
    get: (name) => (Object.hasOwn(known, name) ? known[name] : unknown),
  });
}

/** A result with more fields; one that is only partly known stays so. */
export function withFields(result: ValueMap, fields: ValueMap): ValueMap {
  if (!isLazyMap(result)) return { ...result, ...fields };
  return lazyMap({
    names: () => new Set([...Object.keys(result), ...Object.keys(fields)]),
    get: (name) => (Object.hasOwn(fields, name) ? fields[name] : result[name]),
  });
}

/** A loop's result: its items' results, and what they come to together. */
export function loopResult(results: readonly ValueMap[]): ValueMap {
  const failed = results.some((result) => result["failed"] === true);
  const skipped = results.length > 0 && results.every((result) => result["skipped"] === true);
  return {
    results: [...results],
    changed: anyChanged(results),
    failed,
    ...(skipped && { skipped: true }),
    msg: failed ? "One or more items failed" : skipped ? "All items skipped" : "All items completed",
  };
}

function anyChanged(results: readonly ValueMap[]): Value {
  const values = results.map((result) => result["changed"]);
  return values.includes(true) || (values.find((value) => value instanceof Unknown) ?? false);
}
