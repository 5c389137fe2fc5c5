import { ErrorCollector } from "../base/play-error.ts";
import type { Play } from "../model/playbook.ts";
import { emptyScope } from "../model/scope.ts";
import { toText } from "../model/text-form.ts";
import type { Reference, Template } from "../template/contract.ts";
import { type CompileContext, compileVariables } from "./context.ts";
import { DefinitionCheck } from "./definition-check.ts";
import { fileSearchPath, findFile } from "./files.ts";
import { includedVariables } from "./included-variables.ts";
import { type Leaf, leavesOf } from "./leaves.ts";
import { type Possible, possibleSteps } from "./possible-steps.ts";
import type { CompiledPlay, RoleScope, Step, Templates } from "./program.ts";
import { roleDefaults, roleParams, roleVars } from "./role.ts";
import { runtimeNames } from "./runtime-names.ts";

/**
 * A variable that no host, play, role, task or register can define is a mistake, wherever it is used. Where only the run
 * can tell what there is (an include that may name any file, a file of variables named by a template), nothing is said.
 */
export function checkDefinitions(
  loaded: readonly Play[],
  plays: readonly CompiledPlay[],
  context: CompileContext,
): void {
  const included = includedVariables(plays, context);
  // parsed in any case: a malformed variable is a mistake even where nobody can tell what else there is
  const inventory = inventoryLayers(context);
  const possible = possiblePlays(plays, context);
  const runtime =
    possible &&
    runtimeNames(
      loaded,
      possible.flatMap(({ brought }) => brought),
    );
  if (!possible || !runtime || !included) return;
  const shared = [context.extraVariables, ...inventory, ...included];
  for (const { play, leaves } of possible) {
    if (play.variables.files.some((file) => !(file instanceof Map))) continue;
    const roles = leaves.flatMap(({ role }) => role ?? []);
    const layers = [...new Set([...shared, ...playLayers(play), ...roles.flatMap(roleLayers)])];
    const check = new DefinitionCheck(layers, runtime, context);
    for (const { leaf, conditions } of guardedLeaves([...play.sections.flat(), ...play.handlers]))
      check.references([...leafReferences(leaf), ...fileReferences(leaf, play, context)], {
        layers: [...leaf.variables, ...leaf.includeParams],
        local: new Set(loopNames(leaf)),
        conditions,
      });
  }
}

interface PossiblePlay extends Possible {
  readonly play: CompiledPlay;
}

/** Plays with what they may come to hold; undefined where that may be anything. What is wrong with it is told once it is included. */
function possiblePlays(
  plays: readonly CompiledPlay[],
  context: CompileContext,
): readonly PossiblePlay[] | undefined {
  const errors = new ErrorCollector();
  const quiet = { ...context, errors, templates: context.templates.collectingIn(errors) };
  const all = plays.map((play) => {
    const possible = possibleSteps([...play.sections.flat(), ...play.handlers], quiet);
    return possible && { ...possible, play };
  });
  const known = all.filter((one) => one !== undefined);
  return known.length === all.length ? known : undefined;
}

export function playLeaves({ sections, handlers }: CompiledPlay): readonly Leaf[] {
  return leavesOf([...sections.flat(), ...handlers]);
}

export function inventoryLayers({ inventory, templates }: CompileContext): readonly Templates[] {
  const sets = [
    ...[...inventory.groups.values(), ...inventory.hosts.values()].map((entry) => entry.variables),
    ...inventory.folders.flatMap((folder) => [...folder.groups.values(), ...folder.hosts.values()]),
  ];
  return sets.filter((set) => set.size > 0).map((set) => compileVariables(set, templates));
}

export function playLayers({ variables }: CompiledPlay): readonly Templates[] {
  const files = variables.files.filter((file) => file instanceof Map);
  const folder = [...variables.folder.groups.values(), ...variables.folder.hosts.values()];
  return [variables.vars, ...files, ...folder, ...variables.roles.flatMap(roleLayers)];
}

export function roleLayers(role: RoleScope): readonly Templates[] {
  return [...roleParams(role), ...roleVars(role), ...roleDefaults(role)];
}

interface GuardedLeaf {
  readonly leaf: Leaf;
  readonly conditions: readonly Template[];
}

/** Tasks and includes with all conditions under which they are played: those of an include hold for what it brings. */
function guardedLeaves(steps: readonly Step[], outer: readonly Template[] = []): readonly GuardedLeaf[] {
  return steps.flatMap((step): readonly GuardedLeaf[] => {
    if (step.kind === "block") return guardedLeaves([...step.block, ...step.rescue, ...step.always], outer);
    const conditions = [...outer, ...step.when];
    if (step.kind === "task") return [{ leaf: step, conditions }];
    return [{ leaf: step, conditions }, ...guardedLeaves(step.steps ?? [], conditions)];
  });
}

function loopNames({ loop }: Leaf): readonly string[] {
  return loop ? [loop.loopVar, ...(loop.indexVar === undefined ? [] : [loop.indexVar])] : [];
}

export function leafReferences(leaf: Leaf): readonly Reference[] {
  const { loop } = leaf;
  const common = [
    leaf.name,
    ...leaf.when,
    ...leaf.environment,
    ...leaf.settings.values(),
    loop?.items,
    loop?.label,
    loop?.pause,
  ];
  const own =
    leaf.kind === "include"
      ? [leaf.target]
      : [
          leaf.until,
          leaf.retries,
          leaf.delay,
          leaf.changedWhen,
          leaf.failedWhen,
          ...leaf.notify,
          ...leaf.args.map((arg) => arg.template),
        ];
  return [...common, ...own].flatMap((template) => template?.references ?? []);
}

/** What the template file that the task renders asks for, where it is named literally. */
function fileReferences(leaf: Leaf, play: CompiledPlay, { templates }: CompileContext): readonly Reference[] {
  if (leaf.kind === "include" || leaf.module.kind !== "module") return [];
  const { renders } = leaf.module;
  const src = leaf.args.find((arg) => arg.name === renders)?.template;
  if (!src?.constant) return [];
  const found = findFile(toText(src.render(emptyScope)), fileSearchPath(leaf, play.folder, "templates"));
  if (found === undefined) return [];
  // that it is missing or cannot be read has been told by checkFiles
  return new ErrorCollector().attempt(() => templates.fileReferences(found)) ?? [];
}
