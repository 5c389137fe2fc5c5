import type { ResultFields } from "../../contract.ts";

/** The facts whose name, with or without `ansible_`, fits one of the patterns (`*`, `?`); no patterns: all. */
export function filterFacts(facts: ResultFields, patterns: readonly string[]): ResultFields {
  if (patterns.length === 0) return facts;
  const fits = patterns.map(patternOf);
  const chosen = Object.entries(facts).filter(([name]) =>
    fits.some((pattern) => pattern.test(name) || pattern.test(`ansible_${name}`)),
  );
  return Object.fromEntries(chosen);
}

function patternOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/[.+^${}()|\\]/g, String.raw`\$&`);
  return new RegExp(`^${source.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}
