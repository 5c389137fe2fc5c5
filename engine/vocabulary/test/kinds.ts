import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Test } from "../contract.ts";
import { shallowTest, test } from "../define.ts";
import { toBoolean } from "../shared/truth.ts";

const isInteger = (value: Value) => typeof value === "number" && Number.isInteger(value);
const isIterable = (value: Value) => typeof value === "string" || isList(value) || isMap(value);

export const kindTests = {
  defined: {
    summary: "the variable exists",
    takesUndefined: true,
    takesUnknown: true,
    holds: (value) => value !== undefined,
  },
  undefined: {
    summary: "the variable does not exist",
    takesUndefined: true,
    takesUnknown: true,
    holds: (value) => value === undefined,
  },
  // Jinja: what does not exist is not null either
  none: shallowTest({
    summary: "the value is null",
    takesUndefined: true,
    holds: (value) => value === null,
  }),
  string: shallowTest(test("string", "the value is text", (value) => typeof value === "string")),
  number: test(
    "number",
    "the value is a number (or true or false, as in Python)",
    (value) => typeof value === "number" || typeof value === "boolean",
  ),
  integer: test("integer", "the value is a whole number", isInteger),
  float: test(
    "float",
    "the value is a number with a fraction",
    (value) => typeof value === "number" && !isInteger(value),
  ),
  boolean: test("boolean", "the value is true or false", (value) => typeof value === "boolean"),
  mapping: shallowTest(test("mapping", "the value is a dict", isMap)),
  iterable: shallowTest(test("iterable", "the value is a list, a dict or text", isIterable)),
  sequence: shallowTest(test("sequence", "the value is a list, a dict or text", isIterable)),
  true: test("true", "the value is true itself", (value) => value === true),
  false: test("false", "the value is false itself", (value) => value === false),
  truthy: test("truthy(convert_bool?)", "the value counts as true", (value, args) =>
    truthOf(value, args.flag("convert_bool")),
  ),
  falsy: test(
    "falsy(convert_bool?)",
    "the value counts as false",
    (value, args) => !truthOf(value, args.flag("convert_bool")),
  ),
} satisfies Record<string, Test>;

/** With `convert`, texts such as "no" and "off" count as what they say. */
function truthOf(value: Value, convert: boolean): boolean {
  if (convert && typeof value === "string" && /^(?:no|off|false|0|n|f)$/i.test(value)) return false;
  return toBoolean(value) === true;
}
