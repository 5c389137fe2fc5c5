import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import { emptyScope } from "../model/scope.ts";
import type { Reference, Template } from "../template/contract.ts";
import { type CompileContext, compileVariables } from "./context.ts";
import { fileSearchPath, findFile } from "./files.ts";
import { magicNames } from "./magic.ts";
import type { CompiledInclude, CompiledPlay, CompiledTask, RoleScope, Step, Templates } from "./program.ts";

/** A variable that no host, play, role, task or register can define is a mistake, wherever it is used. */
export function checkDefinitions(plays: readonly CompiledPlay[], context: CompileContext): void {
  const inventory = inventoryLayers(context);
  const steps = plays.flatMap((play) => flatten([...play.sections.flat(), ...play.handlers]));
  if (steps.some(bringsUnforeseeableNames)) return;
  const runtime = new Set(steps.flatMap(namesSetByTask));
  for (const play of plays) {
    const layers = [context.extraVariables, ...inventory, ...playLayers(play)];
    const check = new PlayCheck(layers, runtime, context);
    for (const step of flatten([...play.sections.flat(), ...play.handlers])) check.step(step, play.folder);
  }
}

type Leaf = CompiledTask | CompiledInclude;

/** Tasks and includes in order, blocks opened, with what includes bring behind them. */
function flatten(steps: readonly Step[]): readonly Leaf[] {
  return steps.flatMap((step): readonly Leaf[] => {
    if (step.kind === "task") return [step];
    if (step.kind === "include") return [step, ...flatten(step.steps ?? [])];
    return flatten([...step.block, ...step.rescue, ...step.always]);
  });
}

function bringsUnforeseeableNames(step: Leaf): boolean {
  return step.kind === "include" ? !step.steps : step.module.name === "include_vars";
}

function namesSetByTask(step: Leaf): readonly string[] {
  const registered = step.register === undefined ? [] : [step.register];
  if (step.kind === "include") return [...registered, ...loopNames(step)];
  const facts = step.module.name === "set_fact" ? step.args.map((arg) => arg.name) : [];
  return [...registered, ...facts];
}

function loopNames({ loop }: Leaf): readonly string[] {
  return loop ? [loop.loopVar, ...(loop.indexVar === undefined ? [] : [loop.indexVar])] : [];
}

function inventoryLayers({ inventory, templates }: CompileContext): readonly Templates[] {
  const sets = [
    ...[...inventory.groups.values(), ...inventory.hosts.values()].map((entry) => entry.variables),
    ...inventory.folders.flatMap((folder) => [...folder.groups.values(), ...folder.hosts.values()]),
  ];
  return sets.map((set) => compileVariables(set, templates));
}

function playLayers({ variables }: CompiledPlay): readonly Templates[] {
  const files = variables.files.filter((file) => file instanceof Map);
  const folder = [...variables.folder.groups.values(), ...variables.folder.hosts.values()];
  return [variables.vars, ...files, ...folder, ...variables.roles.flatMap(roleLayers)];
}

function roleLayers(role: RoleScope): readonly Templates[] {
  return [role.params, role.vars, role.defaults, ...role.parents.flatMap(roleLayers)];
}

/** Follows what one play's tasks refer to, through the variables that they refer to. */
class PlayCheck {
  readonly #layers: readonly Templates[];
  readonly #runtime: ReadonlySet<string>;
  readonly #context: CompileContext;
  readonly #checked = new Set<Template>();
  readonly #told = new Set<string>();

  constructor(layers: readonly Templates[], runtime: ReadonlySet<string>, context: CompileContext) {
    this.#layers = layers;
    this.#runtime = runtime;
    this.#context = context;
  }

  step(step: Leaf, playFolder: string): void {
    const local = new Set(loopNames(step));
    const layers = [
      ...this.#layers,
      ...step.variables,
      ...step.includeParams,
      ...(step.role ? roleLayers(step.role) : []),
    ];
    const guarded = new Set(
      step.when.flatMap((template) =>
        template.references.filter((one) => one.guarded).map((one) => one.name),
      ),
    );
    for (const template of [...stepTemplates(step), ...this.#fileTemplates(step, playFolder)])
      this.#template(template, { layers, local, guarded });
  }

  #template(template: Template, place: Place): void {
    for (const reference of template.references) this.#reference(reference, place);
  }

  #reference(reference: Reference, place: Place): void {
    const { name } = reference;
    if (place.local.has(name) || magicNames.has(name) || this.#runtime.has(name)) return;
    const definitions = place.layers.flatMap((layer) => layer.get(name) ?? []);
    if (definitions.length === 0) {
      if (reference.guarded || place.guarded.has(name) || name.startsWith("ansible_")) return;
      this.#tell(reference, place);
    }
    for (const definition of definitions) {
      if (this.#checked.has(definition)) continue;
      this.#checked.add(definition);
      this.#template(definition, place);
    }
  }

  #tell({ name, source }: Reference, place: Place): void {
    const key = `${source.file.path} ${source.start} ${name}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const known = [...place.layers.flatMap((layer) => [...layer.keys()]), ...this.#runtime, ...place.local];
    this.#context.errors.add(
      new PlayError("UNDEFINED_VARIABLE", `nothing defines the variable "${name}"`, {
        source,
        hint: didYouMean(name, [...known, ...magicNames]) ?? `give it a value, or write ${name} | default(…)`,
      }),
    );
  }

  #fileTemplates(step: Leaf, playFolder: string): readonly Template[] {
    if (step.kind === "include" || step.module.kind !== "module" || step.module.renders === undefined)
      return [];
    const { renders } = step.module;
    const src = step.args.find((arg) => arg.name === renders)?.template;
    if (!src?.constant) return [];
    const found = findFile(String(src.render(emptyScope)), fileSearchPath(step, playFolder, "templates"));
    // one that is missing or malformed has been told by checkFiles
    const template = found === undefined ? undefined : tolerant(() => this.#context.templates.file(found));
    return template ? [template] : [];
  }
}

interface Place {
  readonly layers: readonly Templates[];
  readonly local: ReadonlySet<string>;
  /** Names whose absence the task's conditions cope with. */
  readonly guarded: ReadonlySet<string>;
}

function tolerant<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof PlayError) return undefined;
    throw error;
  }
}

function stepTemplates(step: Leaf): readonly Template[] {
  const common = [
    step.name,
    ...step.when,
    ...step.environment,
    ...step.settings.values(),
    ...(step.loop ? [step.loop.items, ...(step.loop.label ? [step.loop.label] : [])] : []),
  ];
  if (step.kind === "include") return [...common, step.target];
  const own = [step.until, step.changedWhen, step.failedWhen].filter((template) => template !== undefined);
  return [...common, ...own, ...step.notify, ...step.args.map((arg) => arg.template)];
}
