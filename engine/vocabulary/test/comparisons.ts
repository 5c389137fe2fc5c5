import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Arguments } from "../arguments.ts";
import { describe } from "../arguments.ts";
import type { Test } from "../contract.ts";
import { itemsOf, numberOf, test } from "../define.ts";
import { equalityKey, equals } from "../shared/equality.ts";
import { compare } from "../shared/order.ts";
import { toBoolean } from "../shared/truth.ts";

const equal = test("eq(other)", "both are equal", (value, args) => equals(value, other(args)));
const unequal = test("ne(other)", "both differ", (value, args) => !equals(value, other(args)));
const greater = test("gt(other)", "the value is greater", (value, args) => compare(value, other(args)) > 0);
const less = test("lt(other)", "the value is less", (value, args) => compare(value, other(args)) < 0);
const atLeast = test(
  "ge(other)",
  "the value is greater or equal",
  (value, args) => compare(value, other(args)) >= 0,
);
const atMost = test(
  "le(other)",
  "the value is less or equal",
  (value, args) => compare(value, other(args)) <= 0,
);
const subset = test("subset(other)", "all items are also in the other list", (value, args) =>
  isSubset(value, other(args), args),
);
const superset = test("superset(other)", "all items of the other list are in this one", (value, args) =>
  isSubset(other(args), value, args),
);

export const comparisonTests = {
  eq: equal,
  equalto: equal,
  "==": equal,
  ne: unequal,
  "!=": unequal,
  gt: greater,
  greaterthan: greater,
  ">": greater,
  ge: atLeast,
  ">=": atLeast,
  lt: less,
  lessthan: less,
  "<": less,
  le: atMost,
  "<=": atMost,
  sameas: test("sameas(other)", "both are equal and of one type", (value, args) => {
    const wanted = other(args);
    return typeof value === typeof wanted && equals(value, wanted);
  }),
  in: test("in(container)", "the list holds it, the text holds it, the dict has the key", (value, args) =>
    holds(args.value("container") ?? null, value, args),
  ),
  contains: test("contains(item)", "the list, text or dict holds an item", (value, args) =>
    holds(value, args.value("item") ?? null, args),
  ),
  subset,
  issubset: subset,
  superset,
  issuperset: superset,
  all: test("all", "every item counts as true", (value, args) =>
    itemsOf(value, args).every((item) => toBoolean(item) === true),
  ),
  any: test("any", "some item counts as true", (value, args) =>
    itemsOf(value, args).some((item) => toBoolean(item) === true),
  ),
  divisibleby: test(
    "divisibleby(divisor)",
    "the number divides without rest",
    (value, args) => numberOf(value, args) % numberOf(args.value("divisor") ?? null, args) === 0,
  ),
  odd: test("odd", "the number is odd", (value, args) => Math.abs(numberOf(value, args) % 2) === 1),
  even: test("even", "the number is even", (value, args) => numberOf(value, args) % 2 === 0),
} satisfies Record<string, Test>;

function other(args: Arguments): Value {
  return args.value("other") ?? null;
}

function holds(container: Value, item: Value, args: Arguments): boolean {
  if (isList(container)) return container.some((held) => equals(held, item));
  if (isMap(container)) return typeof item === "string" && Object.hasOwn(container, item);
  if (typeof container === "string" && typeof item === "string") return container.includes(item);
  return args.fail(`cannot look for ${describe(item)} in ${describe(container)}`);
}

function isSubset(items: Value, container: Value, args: Arguments): boolean {
  const held = new Set(itemsOf(container, args).map(equalityKey));
  return itemsOf(items, args).every((item) => held.has(equalityKey(item)));
}
