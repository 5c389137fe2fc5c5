import { isList, isMap, type ValueMap } from "../model/value.ts";

/** The results of a loop's items, or the one of a task without a loop. */
export function singleResults(result: ValueMap): readonly ValueMap[] {
  const { results } = result;
  return isList(results) ? results.filter(isMap) : [result];
}

/** The facts that a task brought. */
export function factsIn(result: ValueMap): readonly ValueMap[] {
  return singleResults(result).flatMap(({ ansible_facts: facts }) => (isMap(facts) ? [facts] : []));
}
