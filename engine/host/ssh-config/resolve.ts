import type { ConfigTree, TreeSection } from "./config-tree.ts";
import type { Machine } from "./machine.ts";
import { matchHolds } from "./match.ts";
import type { Directive } from "./parse-ssh-config.ts";
import { matchesPatterns } from "./pattern.ts";
import type { Resolving } from "./resolving.ts";

/** By keyword; the first value that is found holds, but for keywords that gather theirs. */
export type Found = ReadonlyMap<string, readonly Directive[]>;

const gathering = new Set(["identityfile", "certificatefile"]);

/** Keywords of which the first that is found, of either, holds. */
const rivals: Readonly<Record<string, string>> = { proxyjump: "proxycommand", proxycommand: "proxyjump" };

/** What `trees`, in order, say about `host`, the name that ssh would be called with. Throws SSH_CONFIG. */
export function resolveConfig(host: string, trees: readonly ConfigTree[], machine: Machine): Found {
  const found = new Map<string, Directive[]>();
  let again = false;
  const pass = (final: boolean): void => {
    const resolving = { host, machine, found, final, wantsFinal: () => (again = true) };
    for (const tree of trees) apply(tree, resolving);
  };
  pass(false);
  if (again) pass(true);
  return found;
}

function apply(tree: ConfigTree, resolving: Resolving): void {
  for (const section of tree.sections) {
    if (holds(section, resolving)) for (const entry of section.entries) take(entry, resolving);
  }
}

function holds({ condition }: TreeSection, resolving: Resolving): boolean {
  switch (condition.kind) {
    case "always":
      return true;
    case "host":
      return matchesPatterns(condition.patterns, resolving.host);
    case "match":
      return matchHolds(condition, resolving);
  }
}

function take(entry: Directive | ConfigTree, resolving: Resolving): void {
  if ("sections" in entry) return apply(entry, resolving);
  const { found } = resolving;
  const values = found.get(entry.keyword) ?? [];
  if (gathering.has(entry.keyword)) {
    if (!values.some(({ text }) => text === entry.text)) found.set(entry.keyword, [...values, entry]);
    return;
  }
  const rival = rivals[entry.keyword];
  if (values.length === 0 && (rival === undefined || !found.has(rival))) found.set(entry.keyword, [entry]);
}
