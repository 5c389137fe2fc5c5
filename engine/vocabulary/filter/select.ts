import { PlayError } from "../../base/play-error.ts";
import { toBoolean } from "../shared/truth.ts";
import type { Value, ValueMap } from "../../model/value.ts";
import { emptyMap, isMap, Unknown } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import type { Filter } from "../contract.ts";
import { listFilter, shallow } from "../define.ts";
import { findAttribute } from "../shared/attribute.ts";

export const selectFilters = {
  map: shallow(
    listFilter(
      "map(filter?, ...args, attribute=, default=, **names)",
      "every item's attribute, or what a filter makes of every item",
      mapItems,
    ),
  ),
  select: shallow(
    listFilter("select(test?, ...args)", "the items for which a test holds", (items, args) =>
      keepWhere(items, (item) => itemHolds(item, args)),
    ),
  ),
  reject: shallow(
    listFilter("reject(test?, ...args)", "the items for which a test does not hold", (items, args) =>
      keepWhere(items, (item) => negate(itemHolds(item, args))),
    ),
  ),
  selectattr: shallow(
    listFilter(
      "selectattr(attribute, test?, ...args)",
      "the items whose attribute meets a test",
      (items, args) =>
        keepWhere(items, (item) => itemHolds(findAttribute(item, args.text("attribute")), args)),
    ),
  ),
  rejectattr: shallow(
    listFilter(
      "rejectattr(attribute, test?, ...args)",
      "the items whose attribute fails a test",
      (items, args) =>
        keepWhere(items, (item) => negate(itemHolds(findAttribute(item, args.text("attribute")), args))),
    ),
  ),
} satisfies Record<string, Filter>;

function mapItems(items: readonly Value[], args: Arguments): Value {
  if (args.has("filter")) {
    const names = namesBesides(args.call.named, ["attribute", "default"]);
    return items.map((item) => args.call.filter(args.text("filter"), item, args.rest, names));
  }
  if (!args.has("attribute")) args.fail("needs a filter's name or attribute=");
  return items.map((item) => attributeOrDefault(item, args));
}

function attributeOrDefault(item: Value, args: Arguments): Value {
  const path = args.text("attribute");
  const found = findAttribute(item, path) ?? args.value("default");
  if (found !== undefined) return found;
  throw new PlayError("UNDEFINED_VARIABLE", `map(attribute="${path}") meets an item without "${path}"`, {
    hint: isMap(item) ? `the item has: ${Object.keys(item).join(", ")}` : "give it a default=",
  });
}

function namesBesides(named: ValueMap, taken: readonly string[]): ValueMap {
  const left = emptyMap();
  for (const [name, value] of Object.entries(named)) if (!taken.includes(name)) left[name] = value;
  return left;
}

type Truth = boolean | Unknown;

function itemHolds(value: Value | undefined, args: Arguments): Truth {
  if (args.has("test")) return args.call.test(args.text("test"), value, args.rest);
  return value === undefined ? false : toBoolean(value);
}

function negate(truth: Truth): Truth {
  return truth instanceof Unknown ? truth : !truth;
}

/** Which items there are is unknown as soon as it is for one of them. */
function keepWhere(items: readonly Value[], holds: (item: Value) => Truth): Value {
  const kept: Value[] = [];
  for (const item of items) {
    const truth = holds(item);
    if (truth instanceof Unknown) return truth;
    if (truth) kept.push(item);
  }
  return kept;
}
