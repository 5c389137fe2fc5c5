import type { Change } from "../host/change.ts";
import { isLazyMap, lazyMap } from "../model/lazy-map.ts";
import { isMap, Unknown, type Value, type ValueMap } from "../model/value.ts";
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

/** A result with more fields; of a partly known one, the others stay unknown. */
export function withFields(result: ValueMap, more: ValueMap): ValueMap {
  if (!isLazyMap(result)) return { ...result, ...more };
  return lazyMap({
    names: () => [...Object.keys(result), ...Object.keys(more)],
    get: (name) => (Object.hasOwn(more, name) ? more[name] : result[name]),
  });
}

/** A loop's result: its items' results, and what they come to together. */
export function loopResult(results: readonly ValueMap[]): ValueMap {
  const any = (field: string): boolean => results.some((result) => result[field] === true);
  const skipped = results.length > 0 && results.every((result) => result["skipped"] === true);
  return {
    results: [...results],
    changed: any("changed"),
    failed: any("failed"),
    ...(skipped && { skipped: true }),
    msg: any("failed") ? "One or more items failed" : skipped ? "All items skipped" : "All items completed",
  };
}

export function fieldsOf(value: Value): ValueMap {
  return isMap(value) ? value : {};
}
