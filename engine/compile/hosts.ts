import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { matchPattern, parsePattern } from "../model/pattern.ts";
import type { Play } from "../model/playbook.ts";
import type { Scope } from "../model/scope.ts";
import { findUnknown, isList, type Value } from "../model/value.ts";
import type { CompileContext } from "./context.ts";

/** The hosts of a play in inventory order, `--limit` applied. */
export function playHosts(play: Play, scope: Scope, context: CompileContext): readonly string[] {
  const pattern = context.errors.attempt(() => context.templates.value(play.hosts).render(scope));
  if (pattern === undefined || findUnknown(pattern)) return [];
  const terms = patternText(pattern, play.hosts.source, context);
  if (terms === undefined) return [];
  const hosts =
    context.errors.attempt(() => matchPattern(parsePattern(terms, play.hosts.source), context.inventory)) ??
    [];
  return context.limit ? hosts.filter((host) => context.limit?.has(host)) : hosts;
}

function patternText(pattern: Value, source: Source, context: CompileContext): string | undefined {
  if (typeof pattern === "string" && pattern !== "") return pattern;
  if (isList(pattern) && pattern.length > 0) return pattern.map(String).join(",");
  context.errors.add(
    new PlayError("BAD_PATTERN", "hosts must be a pattern or a list of patterns", {
      source,
      hint: "for example: hosts: all",
    }),
  );
  return undefined;
}
