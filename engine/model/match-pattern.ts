import { PlayError } from "../base/play-error.ts";
import { suggest } from "../base/suggest.ts";
import type { Inventory } from "./inventory.ts";
import type { Pattern, PatternTerm } from "./pattern.ts";

const localNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * The hosts that a pattern matches, in inventory order. Plain terms add up (none: all), `&` terms keep, `!` terms take away,
 * whatever their order. `localhost` matches also where the inventory does not have it.
 */
export function matchPattern(pattern: Pattern, inventory: Inventory): readonly string[] {
  const plain = pattern.filter(({ sign }) => sign === "");
  const all = [...inventory.hosts.keys()];
  const added = plain.length === 0 ? all : plain.flatMap((term) => matchTerm(term, inventory));
  const kept = new Set(added);
  for (const term of pattern.filter(({ sign }) => sign === "&")) {
    const also = new Set(matchTerm(term, inventory));
    for (const host of added) if (!also.has(host)) kept.delete(host);
  }
  for (const term of pattern.filter(({ sign }) => sign === "!")) {
    for (const host of matchTerm(term, inventory)) kept.delete(host);
  }
  const implicit = [...kept].filter((host) => !inventory.hosts.has(host));
  return [...all.filter((host) => kept.has(host)), ...implicit];
}

/**
 * NO_HOSTS for every term that names no host and no group. Globs, regular expressions and `!` terms may match nothing,
 * and so may a group without hosts.
 */
export function unmatchedTerms(pattern: Pattern, inventory: Inventory): readonly PlayError[] {
  const names = [...inventory.groups.keys(), ...inventory.hosts.keys()];
  return pattern.flatMap((term) => {
    if (isAllOfNothing(term, inventory)) return [noHostsAtAll(term)];
    if (term.sign === "!" || term.matcher.kind === "regex" || isKnown(term, inventory)) return [];
    const near = suggest(term.name, names);
    const hint = near === undefined ? "`--list-hosts` shows what there is" : `did you mean "${near}"?`;
    return [new PlayError("NO_HOSTS", `no host or group "${term.name}"`, { source: term.source, hint })];
  });
}

/** `all`, a glob or a regular expression, where there is no inventory, or one without hosts and groups. */
function isAllOfNothing({ sign, name, matcher }: PatternTerm, { hosts, groups }: Inventory): boolean {
  const isBare =
    hosts.size === 0 && [...groups.keys()].every((group) => group === "all" || group === "ungrouped");
  return isBare && sign !== "!" && (name === "all" || matcher.kind !== "name");
}

function noHostsAtAll({ name, source }: PatternTerm): PlayError {
  const hint = "name an inventory that has some: -i hosts";
  return new PlayError("NO_HOSTS", `"${name}" matches nothing: there are no hosts`, { source, hint });
}

function isKnown({ name }: PatternTerm, { hosts, groups }: Inventory): boolean {
  return hosts.has(name) || groups.has(name) || localNames.has(name);
}

function matchTerm(term: PatternTerm, inventory: Inventory): readonly string[] {
  const matched = matchName(term, inventory);
  const { subscript } = term;
  if (!subscript) return matched;
  const first = subscript.first < 0 ? matched.length + subscript.first : subscript.first;
  const last = subscript.last === undefined || subscript.last < 0 ? matched.length - 1 : subscript.last;
  return matched.slice(Math.max(first, 0), subscript.first < 0 ? first + 1 : last + 1);
}

/** By groups, and by hosts where no group has the name; globs and regular expressions by both. */
function matchName({ name, matcher }: PatternTerm, { hosts, groups }: Inventory): readonly string[] {
  const group = groups.get(name);
  if (group) return group.hosts;
  if (matcher.kind === "name") {
    if (hosts.has(name)) return [name];
    return localNames.has(name) ? [name] : [];
  }
  const { regex } = matcher;
  const found = new Set([...hosts.keys()].filter((host) => regex.test(host)));
  for (const [groupName, { hosts: members }] of groups) {
    if (regex.test(groupName)) for (const member of members) found.add(member);
  }
  return [...hosts.keys()].filter((host) => found.has(host));
}
