import { evaluate } from "../expression/evaluate.ts";
import { truthOf } from "../expression/truth.ts";
import type { Value, ValueMap } from "../model/value.ts";
import { emptyMap, Unknown } from "../model/value.ts";
import type { ForBlock } from "./block.ts";
import { LocalScope } from "./local-scope.ts";
import type { RenderBody, RenderedText, Rendering } from "./rendering.ts";
import { iterate, unpack } from "./unpack.ts";

/** `{% for %}`: the body's text once per item, what is set in it being forgotten after each. */
export function renderLoop(block: ForBlock, rendering: Rendering, renderBody: RenderBody): RenderedText {
  const items = chooseItems(block, rendering);
  if (items instanceof Unknown) return items;
  if (items.length === 0)
    return renderBody(block.otherwise ?? [], { ...rendering, scope: new LocalScope(rendering.scope) });
  let text = "";
  for (const [index, item] of items.entries()) {
    const scope = roundScope(block, item, rendering);
    scope.set("loop", loopVariable(items, index));
    const piece = renderBody(block.body, { ...rendering, scope });
    if (piece instanceof Unknown) return piece;
    text += piece;
  }
  return text;
}

function chooseItems(block: ForBlock, rendering: Rendering): readonly Value[] | Unknown {
  const { list, filter } = block;
  const value = evaluate(list, rendering);
  if (value instanceof Unknown) return value;
  const items = iterate(value, list.source);
  if (!filter) return items;
  const chosen: Value[] = [];
  for (const item of items) {
    const truth = truthOf(evaluate(filter, { ...rendering, scope: roundScope(block, item, rendering) }));
    if (truth instanceof Unknown) return truth;
    if (truth) chosen.push(item);
  }
  return chosen;
}

function roundScope(block: ForBlock, item: Value, rendering: Rendering): LocalScope {
  const scope = new LocalScope(rendering.scope);
  for (const [name, part] of unpack(block.names, item, block.list.source)) scope.set(name, part);
  return scope;
}

/** Jinja's `loop`; there is no previtem in the first round and no nextitem in the last. */
function loopVariable(items: readonly Value[], index: number): ValueMap {
  const [previous, next] = [items[index - 1], items[index + 1]];
  return Object.assign(emptyMap(), {
    index: index + 1,
    index0: index,
    revindex: items.length - index,
    revindex0: items.length - index - 1,
    first: index === 0,
    last: index === items.length - 1,
    length: items.length,
    ...(previous === undefined ? {} : { previtem: previous }),
    ...(next === undefined ? {} : { nextitem: next }),
  });
}
