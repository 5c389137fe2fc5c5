import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Source } from "../base/source.ts";
import type { Argument, ComparisonOperator, Node } from "../expression/node.ts";
import { shortName } from "../expression/word.ts";
import type { HelperUse } from "./handlebars-node.ts";
import { isNode, pairsOf, wordOf } from "./handlebars-node.ts";
import type { Parameters, Place } from "./handlebars-place.ts";

/**
 * A word with what it is given, as an expression: an operator (`eq a b`, `and a b`), a filter or test with its value as
 * first parameter (`default x "y"`), or a function. Throws UNKNOWN_FUNCTION, TEMPLATE_SYNTAX.
 */
export function compileHelper(use: HelperUse, place: Place, parameters: Parameters): Node {
  const word = wordOf(use.path);
  const source = place.locate(use.path.loc);
  if (word === undefined)
    throw new PlayError("TEMPLATE_SYNTAX", "only a helper can be given parameters", { source });
  const make = Object.hasOwn(operators, word) ? operators[word] : makerOfWord(word, place);
  if (make) return make({ word, source, use, place, parameters });
  const words = [...Object.keys(operators), ...namesOf(place)];
  throw new PlayError("UNKNOWN_FUNCTION", `there is no helper "${word}"`, {
    source,
    hint: didYouMean(word, words),
  });
}

/** Whether `{{#word …}}` can stand for `{{#if (word …)}}`. */
export function isCondition(word: string, { vocabulary }: Place): boolean {
  if (word === "lookup") return false;
  return (
    Object.hasOwn(operators, word) ||
    (Object.hasOwn(vocabulary.tests, word) && !Object.hasOwn(vocabulary.filters, word))
  );
}

interface HelperCall {
  readonly word: string;
  readonly source: Source;
  readonly use: HelperUse;
  readonly place: Place;
  readonly parameters: Parameters;
}

type Maker = (call: HelperCall) => Node;

const operators: Readonly<Record<string, Maker>> = {
  and: makeLogic("and"),
  or: makeLogic("or"),
  not: (call) => {
    const [operand] = takeParams(call, 1);
    return { kind: "not", operand: call.parameters.condition(operand), source: call.source };
  },
  eq: makeComparison("=="),
  ne: makeComparison("!="),
  gt: makeComparison(">"),
  ge: makeComparison(">="),
  lt: makeComparison("<"),
  le: makeComparison("<="),
  in: makeComparison("in"),
  is: makeNamedTest,
  lookup: makeLookup,
};

function makerOfWord(word: string, { vocabulary }: Place): Maker | undefined {
  if (Object.hasOwn(vocabulary.filters, word)) return makeWord("filter");
  if (Object.hasOwn(vocabulary.tests, word)) return makeWord("test");
  return Object.hasOwn(vocabulary.functions, word) ? makeCall : undefined;
}

function namesOf({ vocabulary }: Place): string[] {
  return [vocabulary.filters, vocabulary.tests, vocabulary.functions].flatMap((words) => Object.keys(words));
}

/** `and a b c`: each operand but the last decides by its truth, so it may be undefined. */
function makeLogic(operator: "and" | "or"): Maker {
  return (call) => {
    const { use, parameters, source } = call;
    const last = use.params.at(-1);
    if (!last || use.params.length < 2) throw wrongCount(call, "two or more values");
    const first = use.params.slice(0, -1).map(parameters.condition);
    return first.reduceRight<Node>(
      (right, left) => ({ kind: "logic", operator, left, right, source }),
      parameters.value(last),
    );
  };
}

function makeComparison(operator: ComparisonOperator): Maker {
  return (call) => {
    const [left, right] = takeParams(call, 2).map(call.parameters.value);
    const { source } = call;
    if (!left || !right) throw wrongCount(call, "two values");
    return { kind: "comparison", first: left, rest: [{ operator, source, right }], source };
  };
}

/** `is x "string"`, for tests that share their name with a filter. */
function makeNamedTest(call: HelperCall): Node {
  const { use, parameters, source } = call;
  const [value, name] = use.params;
  if (!value || !name || !isNode(name, "StringLiteral"))
    throw wrongCount(call, "a value and the name of a test");
  const args = positional(use.params.slice(2), parameters);
  return { kind: "test", name: name.value, value: parameters.value(value), args, source };
}

/** Of a text it is the lookup of playbooks (`lookup "env" "HOME"`), otherwise Handlebars' own: `lookup map key`. */
function makeLookup(call: HelperCall): Node {
  const { use, parameters, source } = call;
  const [first] = use.params;
  if (first && isNode(first, "StringLiteral")) {
    checkLookup(first, call.place);
    return makeCall(call);
  }
  const [target, key] = takeParams(call, 2).map(parameters.value);
  if (!target || !key) throw wrongCount(call, "a dict or list and a key");
  return { kind: "item", target, key, source };
}

function checkLookup(name: hbs.AST.StringLiteral, { vocabulary, locate }: Place): void {
  const short = shortName(name.value);
  if (Object.hasOwn(vocabulary.lookups, short)) return;
  const hint = didYouMean(short, Object.keys(vocabulary.lookups));
  throw new PlayError("UNKNOWN_FUNCTION", `there is no lookup "${name.value}"`, {
    source: locate(name.loc),
    hint,
  });
}

function makeWord(kind: "filter" | "test"): Maker {
  return (call) => {
    const { word, use, parameters, source } = call;
    const [value, ...rest] = use.params;
    if (!value) throw wrongCount(call, "a value");
    const args = [...positional(rest, parameters), ...named(use, parameters)];
    return { kind, name: word, value: parameters.value(value), args, source };
  };
}

function makeCall({ word, use, parameters, source }: HelperCall): Node {
  return {
    kind: "call",
    name: word,
    args: [...positional(use.params, parameters), ...named(use, parameters)],
    source,
  };
}

function positional(params: readonly hbs.AST.Expression[], parameters: Parameters): Argument[] {
  return params.map((param) => ({ form: "positional", name: "", value: parameters.value(param) }));
}

function named(use: HelperUse, parameters: Parameters): Argument[] {
  return pairsOf(use).map(({ key, value }) => ({
    form: "named",
    name: key,
    value: parameters.value(value),
  }));
}

function takeParams(call: HelperCall, count: 1): [hbs.AST.Expression];
function takeParams(call: HelperCall, count: 2): [hbs.AST.Expression, hbs.AST.Expression];
function takeParams(call: HelperCall, count: number): hbs.AST.Expression[] {
  const { params } = call.use;
  if (params.length === count && pairsOf(call.use).length === 0) return [...params];
  throw wrongCount(call, count === 1 ? "one value" : "two values");
}

function wrongCount({ word, source }: HelperCall, wanted: string): PlayError {
  return new PlayError("TEMPLATE_SYNTAX", `the helper ${word} takes ${wanted}`, { source });
}
