import { PlayError } from "../base/play-error.ts";
import type { Loop } from "../compile/program.ts";
import { toText } from "../model/text-form.ts";
import { isList, isMap, typeName, Unknown, type Value } from "../model/value.ts";
import type { Layer, LayeredScope } from "./layers.ts";
import type { PlayContext } from "./play-context.ts";

/** What a loop goes over; Unknown where a check run cannot tell. */
export function loopItems(loop: Loop, scope: LayeredScope, context: PlayContext): readonly Value[] | Unknown {
  const value = loop.items.render(scope);
  if (value instanceof Unknown) return value;
  if (loop.lookup !== undefined) return lookedUp(loop.lookup, loop, value, { scope, context });
  if (isList(value)) return value;
  throw new PlayError("BAD_VALUE", `loop needs a list, this is a ${typeName(value)}`, {
    source: loop.items.source,
    hint: isMap(value) ? 'write loop: "{{ … | dict2items }}"' : "write it as a list",
  });
}

interface Where {
  readonly scope: LayeredScope;
  readonly context: PlayContext;
}

function lookedUp(name: string, loop: Loop, value: Value, { scope, context }: Where): readonly Value[] {
  try {
    return context.services.lookup(name, isList(value) ? value : [value], scope);
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source: loop.items.source, hint: error.hint });
  }
}

/** The loop's variables for one of its items. */
export function itemLayer(loop: Loop, items: readonly Value[], index: number): Layer {
  const entries = new Map<string, Value>([[loop.loopVar, items[index] ?? null]]);
  entries.set("ansible_loop_var", loop.loopVar);
  if (loop.indexVar !== undefined) entries.set(loop.indexVar, index);
  if (loop.extended) entries.set("ansible_loop", extendedLoop(items, index));
  return { kind: "values", entries };
}

function extendedLoop(items: readonly Value[], index: number): Value {
  const previous = items[index - 1];
  const next = items[index + 1];
  return {
    allitems: [...items],
    index: index + 1,
    index0: index,
    revindex: items.length - index,
    revindex0: items.length - index - 1,
    first: index === 0,
    last: index === items.length - 1,
    length: items.length,
    ...(previous !== undefined && { previtem: previous }),
    ...(next !== undefined && { nextitem: next }),
  };
}

/** How an item is called in output: its label, or itself. */
export function itemLabel(loop: Loop, item: Value, scope: LayeredScope): string {
  try {
    return toText(loop.label ? loop.label.render(scope) : item);
  } catch (error) {
    if (error instanceof PlayError) return toText(item);
    throw error;
  }
}
