import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";

/** A scope with names of its own, those of `set` and `for`, before the names of the scope around it. */
export class LocalScope implements Scope {
  readonly searchPath: readonly string[];
  readonly render?: NonNullable<Scope["render"]>;
  readonly #outer: Scope;
  readonly #values = new Map<string, Value>();

  constructor(outer: Scope) {
    this.#outer = outer;
    this.searchPath = outer.searchPath;
    if (outer.render) this.render = outer.render;
  }

  readonly get = (name: string): Value | undefined => {
    const own = this.#values.get(name);
    return own === undefined ? this.#outer.get(name) : own;
  };

  readonly names = (): Iterable<string> => [...this.#values.keys(), ...this.#outer.names()];

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** Changes the name where it was set: here, or in the scope around. */
  replace(name: string, value: Value): void {
    if (this.#values.has(name) || !(this.#outer instanceof LocalScope)) this.set(name, value);
    else this.#outer.replace(name, value);
  }
}
