import type { Loop } from "../compile/program.ts";
import type { Outcome, TaskTitle } from "../model/event.ts";
import { PlayError } from "../base/play-error.ts";
import { Unknown, type Value, type ValueMap } from "../model/value.ts";
import { censor } from "./censor.ts";
import { combineItems } from "./combine-items.ts";
import { judge } from "./conditions.ts";
import { isSecret } from "./flags.ts";
import { hiddenItemTexts } from "./hidden-result.ts";
import { markIgnored } from "./ignored.ts";
import type { LayeredScope } from "./layers.ts";
import { LookAhead } from "./look-ahead.ts";
import { itemLabel, itemLayer, loopItems } from "./loop.ts";
import { interruption, pause } from "./pause.ts";
import { withFields } from "./results.ts";
import { restoredItem } from "./restored-item.ts";
import { itemEnded } from "./tell-progress.ts";
import { tryAndTell } from "./try-and-tell.ts";
import { type Try, type TryEnd, unknownEnd } from "./try.ts";

/** Runs a task for each item, one after the other; a failed item does not keep the others from their turn. */
export async function runLoop(one: Try, loop: Loop, title: TaskTitle): Promise<TryEnd> {
  // a condition that does not depend on the item may be what keeps the list from being defined
  const items = itemsUnlessSkipped(one, loop);
  if ("outcome" in items) return items;
  const tries = items.values.map((_, index) => ({
    ...one,
    scope: one.scope.with(itemLayer(loop, items.values, index)),
  }));
  const lookAhead = asksAhead(one, loop) ? new LookAhead(tries) : undefined;
  const ends: TryEnd[] = [];
  for (const [index, item] of items.values.entries()) {
    const inner = tries[index] ?? one;
    const kept = restoredItem(inner, item, index);
    if (!kept) {
      if (one.context.services.interrupted.aborted) throw interruption();
      if (index > 0) await pauseBetween(loop, inner);
      await lookAhead?.before(index);
    }
    const end = kept ?? (await runItem({ loop, item, index }, inner, title));
    ends.push(end);
    if (end.outcome.kind === "unreachable") break;
  }
  lookAhead?.end();
  return combineItems(ends, one.task);
}

interface Item {
  readonly loop: Loop;
  readonly item: Value;
  readonly index: number;
}

async function runItem({ loop, item, index }: Item, one: Try, title: TaskTitle): Promise<TryEnd> {
  if (isSecret(one.task, () => one.scope))
    for (const text of hiddenItemTexts(item)) one.context.services.addSecret(text);
  const end = await tryAndTell(one, title);
  tellItem(end.outcome, itemLabel(loop, item, one.scope), one, title);
  const ended = { ...end, result: withFields(end.result, itemFields({ loop, item, index })) };
  itemEnded(ended, item, index, one);
  return ended;
}

function itemFields({ loop: { loopVar, indexVar }, item, index }: Item): ValueMap {
  return {
    [loopVar]: item,
    ansible_loop_var: loopVar,
    ...(indexVar !== undefined && { [indexVar]: index, ansible_index_var: indexVar }),
  };
}

/** What takes time between two tries wants to be looked at anew. */
function asksAhead({ task, context }: Try, loop: Loop): boolean {
  const { lookAhead = true } = context.options;
  return lookAhead && task.module.kind === "module" && !task.until && !loop.pause;
}

async function pauseBetween(loop: Loop, { scope, context }: Try): Promise<void> {
  const seconds = loop.pause?.render(scope);
  if (seconds === undefined || seconds instanceof Unknown || context.options.check) return;
  if (!Number.isFinite(Number(seconds)))
    throw new PlayError("BAD_VALUE", "the pause of a loop is a number of seconds", {
      source: loop.pause?.source,
    });
  await pause(Number(seconds), context.services.interrupted);
}

function tellItem(ended: Outcome, label: string, one: Try, title: TaskTitle): void {
  const { task, host, scope, context } = one;
  const secret = isSecret(task, () => scope);
  const outcome = markIgnored(ended, one);
  context.services.emit({
    kind: "item ended",
    task: title,
    host: host.name,
    label: secret ? "(hidden by no_log)" : label,
    outcome: secret ? censor(outcome) : outcome,
  });
}

function itemsUnlessSkipped(
  { task, scope, context }: Try,
  loop: Loop,
): TryEnd | { readonly values: readonly Value[] } {
  try {
    const values = loopItems(loop, scope, context);
    return values instanceof Unknown ? unknownEnd(`what it loops over: ${values.reason}`) : { values };
  } catch (error) {
    if (!(error instanceof PlayError) || !isSkippedAnyway(task, scope)) throw error;
    const result: ValueMap = { changed: false, skipped: true, skip_reason: "Conditional result was False" };
    return { outcome: { kind: "skipped", reason: "its condition is false", result }, result };
  }
}

function isSkippedAnyway(task: Try["task"], scope: LayeredScope): boolean {
  try {
    return judge(task.when, scope).kind === "false";
  } catch (error) {
    if (error instanceof PlayError) return false;
    throw error;
  }
}
