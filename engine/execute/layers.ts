import { PlayError } from "../base/play-error.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";
import type { Templates } from "../compile/program.ts";

/** One source of variables: templates to render, values, or values computed by name. */
export type Layer =
  | { readonly kind: "templates"; readonly entries: Templates }
  | { readonly kind: "values"; readonly entries: ReadonlyMap<string, Value> }
  | {
      readonly kind: "computed";
      readonly get: (name: string) => Value | undefined;
      readonly names: () => Iterable<string>;
    };

export const templateLayer = (entries: Templates): Layer => ({ kind: "templates", entries });
export const valueLayer = (entries: ReadonlyMap<string, Value>): Layer => ({ kind: "values", entries });

interface ScopeOptions {
  readonly searchPath: readonly string[];
  readonly render?: (text: string, scope: Scope) => Value;
}

/** Variables by precedence: the first layer that has a name gives its value, rendered once and in this same scope. */
export class LayeredScope implements Scope {
  readonly searchPath: readonly string[];
  readonly render?: (text: string) => Value;
  readonly #layers: readonly Layer[];
  readonly #options: ScopeOptions;
  readonly #rendered = new Map<string, Value | undefined>();
  readonly #rendering = new Set<string>();

  /** Highest precedence first. */
  constructor(layers: readonly Layer[], options: ScopeOptions) {
    this.#layers = layers;
    this.#options = options;
    this.searchPath = options.searchPath;
    const { render } = options;
    if (render) this.render = (text) => render(text, this);
  }

  readonly get = (name: string): Value | undefined => {
    if (this.#rendered.has(name)) return this.#rendered.get(name);
    const value = this.#find(name);
    this.#rendered.set(name, value);
    return value;
  };

  readonly names = (): Iterable<string> =>
    new Set(
      this.#layers.flatMap((layer) => [
        ...(layer.kind === "computed" ? layer.names() : layer.entries.keys()),
      ]),
    );

  /** The same with a layer on top. */
  with(...layers: readonly Layer[]): LayeredScope {
    return new LayeredScope([...layers, ...this.#layers], this.#options);
  }

  #find(name: string): Value | undefined {
    for (const layer of this.#layers) {
      if (layer.kind === "templates") {
        const template = layer.entries.get(name);
        if (template) return this.#renderOnce(name, () => template.render(this), template.source);
      } else {
        const value = layer.kind === "values" ? layer.entries.get(name) : layer.get(name);
        if (value !== undefined) return value;
      }
    }
    return undefined;
  }

  #renderOnce(name: string, render: () => Value, source: PlayError["source"]): Value {
    if (this.#rendering.has(name))
      throw new PlayError("VARIABLE_CYCLE", `the variable "${name}" refers to itself`, {
        source,
        hint: `the way round: ${[...this.#rendering, name].join(" -> ")}`,
      });
    this.#rendering.add(name);
    try {
      return render();
    } finally {
      this.#rendering.delete(name);
    }
  }
}
