import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { matchPattern, unmatchedTerms } from "../model/match-pattern.ts";
import { parsePattern, type Pattern } from "../model/pattern.ts";
import type { Play } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import { findUnknown, isList, type Value } from "../model/value.ts";
import type { CompileContext } from "./context.ts";
import { hidesHost } from "./unread.ts";

/** The hosts of a play in inventory order, `--limit` applied. Collects BAD_PATTERN and NO_HOSTS. */
export function playHosts(play: Play, scope: Scope, context: CompileContext): readonly string[] {
  const written = context.errors.attempt(() => context.templates.value(play.hosts).render(scope));
  if (written === undefined || findUnknown(written)) return [];
  const { source } = play.hosts;
  const terms = patternTerms(written, source, context);
  const pattern = terms && context.errors.attempt(() => parsePattern(terms, source));
  if (!pattern) return [];
  const hosts = hostsOf(pattern, source, context);
  return context.limit ? hosts.filter((host) => context.limit?.has(host)) : hosts;
}

function patternTerms(
  pattern: Value,
  source: Source,
  context: CompileContext,
): string | readonly string[] | undefined {
  if (typeof pattern === "string" && pattern !== "") return pattern;
  if (isList(pattern) && pattern.length > 0) return pattern.map(String);
  context.errors.add(
    new PlayError("BAD_PATTERN", "hosts must be a pattern or a list of patterns", {
      source,
      hint: "for example: hosts: all",
    }),
  );
  return undefined;
}

/** Nothing at all is a slip, unless it is a group that the inventory has and leaves empty. */
function hostsOf(pattern: Pattern, source: Source, context: CompileContext): readonly string[] {
  const { inventory, errors } = context;
  const unmatched = unmatchedTerms(pattern, inventory);
  for (const error of unmatched) if (!hidesHost(error.source, context.unread)) errors.add(error);
  const hosts = matchPattern(pattern, inventory);
  const namesGroup = pattern.some(({ name }) => inventory.groups.has(name));
  if (hosts.length === 0 && unmatched.length === 0 && !namesGroup)
    errors.add(
      new PlayError("NO_HOSTS", "the pattern matches no host", {
        source,
        hint: "--list-hosts shows what there is",
      }),
    );
  return hosts;
}
