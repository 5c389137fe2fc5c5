import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import { toBoolean } from "../shared/truth.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap, typeName, Unknown } from "../../model/value.ts";
import { Arguments } from "../arguments.ts";
import type { Call, Filter } from "../contract.ts";
import { filter, shallow } from "../define.ts";
import { parseUsage } from "../usage.ts";

const defaultUsage = parseUsage("default(value?, boolean?)");
const mandatoryUsage = parseUsage("mandatory(message?)");

const withDefault: Filter = {
  summary: "another value where there is none; with true as second argument also where it is empty or false",
  takesUndefined: true,
  takesUnknown: true,
  apply: (value, call) => {
    const args = new Arguments(defaultUsage, call);
    if (value instanceof Unknown) return value;
    const missing = value === undefined || (args.flag("boolean") && toBoolean(value) === false);
    if (!missing) return value;
    return args.has("value") ? (args.value("value") ?? null) : "";
  },
};

export const choiceFilters = {
  default: withDefault,
  d: withDefault,
  mandatory: {
    summary: "the value; an error where there is none",
    takesUndefined: true,
    takesUnknown: true,
    apply: requireValue,
  },
  bool: filter("bool", "true for yes, on, 1, true, y, t in any case; null stays null", (value) => {
    if (value === null || typeof value === "boolean") return value;
    return /^(?:yes|on|1|true|y|t)$/i.test(toText(value));
  }),
  ternary: {
    ...filter("ternary(true_value, false_value, none_value?)", "one of two values, by truth", ternary),
    takesUnknown: true,
  },
  type_debug: shallow(filter("type_debug", "the name of the value's type, as Python has it", pythonType)),
} satisfies Record<string, Filter>;

function requireValue(value: Value | undefined, call: Call): Value {
  const args = new Arguments(mandatoryUsage, call);
  if (value !== undefined) return value;
  throw new PlayError("UNDEFINED_VARIABLE", args.text("message", "a mandatory variable is not defined"));
}

function ternary(value: Value, args: Arguments): Value {
  if (value === null && args.has("none_value")) return args.value("none_value") ?? null;
  const truth = toBoolean(value);
  if (typeof truth !== "boolean") return truth;
  return args.value(truth ? "true_value" : "false_value") ?? null;
}

function pythonType(value: Value): string {
  if (value === null) return "NoneType";
  if (isList(value) || isMap(value) || typeof value !== "string") return typeName(value);
  return "str";
}
