import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Reference, Template } from "../template/contract.ts";
import type { CompileContext } from "./context.ts";
import { magicNames } from "./magic.ts";
import type { Templates } from "./program.ts";
import { variableCircle } from "./static-scope.ts";

/** Where references stand: what they see besides the play's variables. */
export interface Place {
  /** Variables of the step itself. */
  readonly layers: readonly Templates[];
  /** Loop variables. */
  readonly local: ReadonlySet<string>;
  /** Conditions of the step; a name whose absence they cope with may be missing. */
  readonly conditions: readonly Template[];
}

interface Walk extends Place {
  readonly guarded: ReadonlySet<string>;
  readonly visited: Set<Template>;
  /** Variables that led here, each with one definition only. */
  readonly path: readonly string[];
}

/** Follows what one play's tasks refer to, through the variables that they refer to. */
export class DefinitionCheck {
  readonly #layers: readonly Templates[];
  /** Names that tasks give values to. */
  readonly #runtime: ReadonlySet<string>;
  readonly #context: CompileContext;

  constructor(layers: readonly Templates[], runtime: ReadonlySet<string>, context: CompileContext) {
    this.#layers = layers;
    this.#runtime = runtime;
    this.#context = context;
  }

  references(references: readonly Reference[], place: Place): void {
    const guarded = new Set<string>();
    this.#collectGuarded(place.conditions, place, guarded, new Set());
    const walk = { ...place, guarded, visited: new Set<Template>(), path: [] };
    for (const reference of references) this.#reference(reference, walk);
  }

  /** Names in the conditions, and in the variables that they refer to, whose absence is coped with. */
  #collectGuarded(
    templates: readonly Template[],
    place: Place,
    guarded: Set<string>,
    visited: Set<Template>,
  ): void {
    for (const template of templates) {
      if (visited.has(template)) continue;
      visited.add(template);
      for (const reference of template.references) {
        if (reference.guarded) guarded.add(reference.name);
        this.#collectGuarded(this.#definitions(reference.name, place), place, guarded, visited);
      }
    }
  }

  #template(template: Template, walk: Walk): void {
    if (walk.visited.has(template)) return;
    walk.visited.add(template);
    for (const reference of template.references) this.#reference(reference, walk);
  }

  #reference(reference: Reference, walk: Walk): void {
    const { name } = reference;
    if (walk.local.has(name) || magicNames.has(name)) return;
    // what copes with its absence copes with what is missing in its value, too
    if (reference.guarded || walk.guarded.has(name)) return;
    if (walk.path.includes(name)) {
      this.#context.errors.add(variableCircle(name, walk.path, reference.source));
      return;
    }
    const definitions = this.#definitions(name, walk);
    const sure = definitions.length === 1 && !this.#runtime.has(name);
    const inner = { ...walk, path: sure ? [...walk.path, name] : [] };
    for (const definition of definitions) this.#template(definition, inner);
    const known = definitions.length > 0 || this.#runtime.has(name) || name.startsWith("ansible_");
    if (!known) this.#tell(reference, walk);
  }

  #definitions(name: string, { layers }: Place): readonly Template[] {
    return [...this.#layers, ...layers].flatMap((layer) => layer.get(name) ?? []);
  }

  #tell({ name, source }: Reference, { layers, local }: Walk): void {
    if (this.#context.unread?.variable(name)) return;
    const known = [...this.#layers, ...layers].flatMap((layer) => [...layer.keys()]);
    const near = didYouMean(name, [...known, ...this.#runtime, ...local, ...magicNames]);
    const hint = near ?? `give it a value, or write ${name} | default(…)`;
    this.#context.errors.add(
      new PlayError("UNDEFINED_VARIABLE", `nothing defines the variable "${name}"`, { source, hint }),
    );
  }
}
