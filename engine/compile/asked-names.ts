import { ErrorCollector } from "../base/play-error.ts";
import type { Play } from "../model/playbook.ts";
import { toText } from "../model/text-form.ts";
import { isList, type Value } from "../model/value.ts";
import type { Reference, Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";
import { inventoryLayers, leafReferences, playLayers, roleLayers } from "./definitions.ts";
import { fileSearchPath, findFile } from "./files.ts";
import { includedVariables } from "./included-variables.ts";
import type { Leaf } from "./leaves.ts";
import { possibleSteps } from "./possible-steps.ts";
import type { CompiledPlay, Templates } from "./program.ts";
import { staticScope } from "./static-scope.ts";

/**
 * All variables that these plays define or ask for anywhere, inventory, roles' defaults and template files included;
 * undefined where something may ask for one by a name that only the run makes.
 */
export function askedNames(
  loaded: readonly Play[],
  plays: readonly CompiledPlay[],
  context: CompileContext,
): ReadonlySet<string> | undefined {
  const included = includedVariables(plays, context);
  if (!included) return undefined;
  const shared = [...inventoryLayers(context), ...included];
  const ofPlays = plays.map((play) => askedBy(play, shared, context));
  const known = ofPlays.filter((asked) => asked !== undefined);
  if (known.length < ofPlays.length) return undefined;
  const references = [
    ...[...context.extraVariables.values()].flatMap((template) => template.references),
    ...loaded.flatMap((play) => headReferences(play, context)),
    ...known.flatMap((asked) => asked.references),
  ];
  if (references.some(isOpen)) return undefined;
  const asked = references.flatMap((reference) => [reference.name, ...(reference.asked ?? [])]);
  return new Set([...known.flatMap(({ defined }) => defined), ...asked]);
}

/** Whether it may ask for any variable. */
function isOpen({ name, asked }: Reference): boolean {
  return (name === "vars" || name === "hostvars") && !asked;
}

interface Asked {
  readonly defined: readonly string[];
  readonly references: readonly Reference[];
}

function askedBy(
  play: CompiledPlay,
  shared: readonly Templates[],
  context: CompileContext,
): Asked | undefined {
  const leaves = leavesOfPlay(play, context);
  if (!leaves || play.variables.files.some((file) => !(file instanceof Map))) return undefined;
  const layers = [...new Set([...shared, ...playLayers(play), ...leaves.flatMap(leafLayers)])];
  const around = { play, layers: [context.extraVariables, ...layers], context };
  const files = leaves.map((leaf) => fileReferences(leaf, around));
  const known = files.filter((references) => references !== undefined);
  if (known.length < files.length || leaves.some(mayAskAnything)) return undefined;
  const templates = layers.flatMap((layer) => [...layer.values()]);
  return {
    defined: layers.flatMap((layer) => [...layer.keys()]),
    references: [
      ...templates.flatMap(({ references }) => references),
      ...leaves.flatMap((leaf) => [...leafReferences(leaf), ...nameReferences(leaf)]),
      ...known.flat(),
    ],
  };
}

function leavesOfPlay(
  { sections, handlers, gatherFacts }: CompiledPlay,
  context: CompileContext,
): readonly Leaf[] | undefined {
  const steps = [...(gatherFacts ? [gatherFacts] : []), ...sections.flat(), ...handlers];
  return possibleSteps(steps, context)?.leaves;
}

export function leafLayers({ role, variables, includeParams }: Leaf): readonly Templates[] {
  return [...(role ? roleLayers(role) : []), ...variables, ...includeParams];
}

/** What a play's own keywords ask for: hosts, serial, vars_prompt, … */
function headReferences({ hosts, keywords }: Play, { templates }: CompileContext): readonly Reference[] {
  return [hosts, ...keywords.values()].flatMap((node) => templates.value(node).references);
}

/** `set_fact` of a name that is a template. */
function nameReferences(leaf: Leaf): readonly Reference[] {
  return leaf.kind === "include"
    ? []
    : leaf.args.flatMap(({ nameTemplate }) => nameTemplate?.references ?? []);
}

/** Loops over variables that are named by the run. */
function mayAskAnything({ loop }: Leaf): boolean {
  return ["vars", "varnames", "template"].includes(loop?.lookup ?? "");
}

interface Around {
  readonly play: CompiledPlay;
  readonly layers: readonly Templates[];
  readonly context: CompileContext;
}

/** What the template file that a task renders asks for; undefined where the file cannot be known. */
function fileReferences(leaf: Leaf, { play, layers, context }: Around): readonly Reference[] | undefined {
  if (leaf.kind === "include" || leaf.module.kind !== "module") return [];
  const { renders } = leaf.module;
  const src = leaf.args.find((arg) => arg.name === renders)?.template;
  if (!src) return [];
  const searchPath = fileSearchPath(leaf, play.folder, "templates");
  const files = possibleTexts(src, leaf, layers)?.map((name) => findFile(name, searchPath));
  const known = files?.filter((file) => file !== undefined);
  if (!files || known?.length !== files.length) return undefined;
  return known.flatMap(
    (file) => new ErrorCollector().attempt(() => context.templates.fileReferences(file)) ?? [],
  );
}

/** The texts that a template may render to, where all that it depends on is written out somewhere. */
function possibleTexts(
  template: Template,
  { loop }: Leaf,
  layers: readonly Templates[],
): readonly string[] | undefined {
  const usesLoop = template.references.some(({ name }) => name === loop?.loopVar);
  const needed = [template, ...(usesLoop && loop ? [loop.items] : [])].flatMap(
    ({ references }) => references,
  );
  const names = [...new Set(needed.map(({ name }) => name))].filter((name) => name !== loop?.loopVar);
  let choices: readonly Templates[] = [new Map()];
  for (const name of names) {
    const definitions = layers.flatMap((layer) => layer.get(name) ?? []);
    if (definitions.length === 0 || !definitions.every(({ constant }) => constant)) return undefined;
    choices = choices.flatMap((chosen) =>
      definitions.map((definition) => new Map([...chosen, [name, definition]])),
    );
    if (choices.length > mostChoices) return undefined;
  }
  return new ErrorCollector().attempt(() =>
    choices.flatMap((chosen) => {
      const scope = staticScope(chosen);
      if (!usesLoop || !loop) return [toText(template.render(scope))];
      return itemsOf(loop.items.render(scope)).map((item) =>
        toText(
          template.render({ ...scope, get: (name) => (name === loop.loopVar ? item : scope.get(name)) }),
        ),
      );
    }),
  );
}

/** Enough for a few variables of a few values each. */
const mostChoices = 100;

function itemsOf(value: Value): readonly Value[] {
  return isList(value) ? value : [value];
}
