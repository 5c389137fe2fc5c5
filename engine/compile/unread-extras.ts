import { ErrorCollector } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { positionOf } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Warning } from "../model/event.ts";
import type { Playbook } from "../model/playbook.ts";
import { askedNames, leafLayers } from "./asked-names.ts";
import type { CompileContext } from "./context.ts";
import { inventoryLayers, playLayers, playLeaves } from "./definitions.ts";
import { magicNames } from "./magic.ts";
import { compilePlay } from "./play.ts";
import type { Program } from "./program.ts";
import { runtimeNames } from "./runtime-names.ts";
import { Selector } from "./selector.ts";

/**
 * A warning for each variable of `-e` that nothing defines and nothing asks for: most likely its name is misspelt. None
 * where only the run can tell. For programs without mistakes.
 */
export function unreadExtras(
  playbooks: readonly Playbook[],
  program: Program,
  outer: CompileContext,
): readonly Warning[] {
  const given = [...outer.extraVariables.keys()].filter((name) => !isOurs(name));
  if (given.length === 0) return [];
  const loaded = playbooks.flatMap(({ plays }) => plays);
  // most are a role's defaults, which is known without looking any further
  const defined = definedNames(program, outer);
  const strangers = given.filter((name) => !defined.has(name));
  if (strangers.length === 0) return [];
  const context = whole(outer);
  const plays = loaded.map((play) => compilePlay(play, context));
  const asked = askedNames(loaded, plays, context);
  if (!asked) return [];
  const known = new Set([...asked, ...(runtimeNames(loaded) ?? []), ...magicNames]);
  return strangers.filter((name) => !known.has(name)).map((name) => warning(name, known, outer));
}

function isOurs(name: string): boolean {
  return name.startsWith("ansible_") || magicNames.has(name);
}

function definedNames({ plays }: Program, context: CompileContext): ReadonlySet<string> {
  const layers = plays.flatMap((play) => [...playLayers(play), ...playLeaves(play).flatMap(leafLayers)]);
  return new Set(
    [...new Set([...inventoryLayers(context), ...layers])].flatMap((layer) => [...layer.keys()]),
  );
}

/** Tasks that no tag selects count, too: what they ask for is not misspelt. */
function whole(context: CompileContext): CompileContext {
  const errors = new ErrorCollector();
  return {
    ...context,
    errors,
    templates: context.templates.collectingIn(errors),
    selector: new Selector({ tags: ["all", "never"], skipTags: [], roles: [] }),
  };
}

function warning(name: string, known: Iterable<string>, { extraVariables }: CompileContext): Warning {
  const value = extraVariables.get(name);
  return {
    kind: "warning",
    message: `nothing that is played reads the variable "${name}" of --extra-vars`,
    ...(value && { source: nameSource(name, value.source) }),
    hint:
      didYouMean(name, known) ?? "see that it is spelt as in the playbook or the role that it is meant for",
  };
}

/** Where the name stands, with a text that holds nothing else: what belongs to a misspelt name may be secret. */
function nameSource(name: string, value: Source): Source {
  const { file } = value;
  const found = file.text.lastIndexOf(name, value.start);
  const start = found === -1 ? value.start : found;
  const { line, column } = positionOf({ file, start, end: start });
  const before = "\n".repeat(line - 1) + " ".repeat(column - 1);
  return {
    file: { ...file, text: before + name },
    start: before.length,
    end: before.length + name.length,
  };
}
