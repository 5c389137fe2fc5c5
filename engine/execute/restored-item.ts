import type { Value } from "../model/value.ts";
import { factsIn } from "./facts-in.ts";
import { factsOwner } from "./facts-owner.ts";
import type { Try, TryEnd } from "./try.ts";

/** What an earlier run had come to with this item before the task was cut short. */
export function restoredItem(one: Try, item: Value, index: number): TryEnd | undefined {
  const { task, host, place, context } = one;
  if (task.module.name === "include_vars") return undefined;
  const kept = context.recall.itemOf({ host, place }, index, item);
  if (!kept) return undefined;
  const { kind, result } = kept;
  for (const facts of factsIn(result))
    if (task.module.kind === "module") factsOwner(one).addFacts(facts);
    else for (const [name, value] of Object.entries(facts)) factsOwner(one).setFact(name, value);
  if (kind === "changed") return { outcome: { kind, result, changes: [] }, result };
  if (kind === "skipped") return { outcome: { kind, result, reason: "" }, result };
  return { outcome: { kind, result }, result };
}
