import type { ErrorCollector } from "../base/play-error.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import { placed } from "./evaluation.ts";
import { checkMethodName } from "./method/call-method.ts";
import type { Node } from "./node.ts";
import { childrenOf } from "./node.ts";
import { findFilter, findFunction, findLookup, findTest, shortName } from "./word.ts";

/** Collects UNKNOWN_FILTER, UNKNOWN_TEST and UNKNOWN_FUNCTION for every word that does not exist. */
export function checkWords(node: Node, vocabulary: Vocabulary, errors: ErrorCollector): void {
  errors.attempt(() => placed(node.source, () => checkWord(node, vocabulary)));
  errors.attempt(() => checkPassedWord(node, vocabulary));
  for (const child of childrenOf(node)) checkWords(child, vocabulary, errors);
}

function checkWord(node: Node, vocabulary: Vocabulary): void {
  if (node.kind === "filter") findFilter(vocabulary, node.name);
  if (node.kind === "test") findTest(vocabulary, node.name);
  if (node.kind === "call") findFunction(vocabulary, node.name);
  if (node.kind === "method") checkMethodName(node.name);
}

type Find = (vocabulary: Vocabulary, name: string) => unknown;

interface Taker {
  /** Which argument is the name of another word. */
  readonly at: number;
  readonly find: Find;
}

const takingFilters: Readonly<Record<string, Taker>> = {
  map: { at: 0, find: findFilter },
  select: { at: 0, find: findTest },
  reject: { at: 0, find: findTest },
  selectattr: { at: 1, find: findTest },
  rejectattr: { at: 1, find: findTest },
};

const lookup: Taker = { at: 0, find: findLookup };
const takingFunctions: Readonly<Record<string, Taker>> = { lookup, query: lookup, q: lookup };

function checkPassedWord(node: Node, vocabulary: Vocabulary): void {
  if (node.kind !== "filter" && node.kind !== "call") return;
  const takers = node.kind === "filter" ? takingFilters : takingFunctions;
  const name = shortName(node.name);
  const taker = Object.hasOwn(takers, name) ? takers[name] : undefined;
  const passed = taker && node.args[taker.at];
  if (passed?.form !== "positional" || passed.value.kind !== "literal") return;
  const { source, value } = passed.value;
  if (typeof value === "string") placed(source, () => taker?.find(vocabulary, value));
}
