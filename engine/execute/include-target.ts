import type { CompiledInclude } from "../compile/program.ts";
import type { Scope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import { Unknown } from "../model/value.ts";
import type { IncludeTarget } from "./play-context.ts";

/** What an include names on one host; Unknown where a check run cannot tell. Throws PlayError. */
export function includeTarget({ target, files }: CompiledInclude, scope: Scope): IncludeTarget | Unknown {
  const name = target.render(scope);
  const named = Object.entries(files).map(([kind, template]) => [kind, template.render(scope)] as const);
  const unknown = [name, ...named.map(([, value]) => value)].find((value) => value instanceof Unknown);
  if (unknown) return unknown;
  return {
    name: toText(name),
    files: Object.fromEntries(named.map(([kind, value]) => [kind, toText(value)])),
  };
}
