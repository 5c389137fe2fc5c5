import type { Value } from "./value.ts";

/** Where an expression's names come from. */
export interface Scope {
  /** The variable's value, rendered; undefined where there is none. Throws what rendering it throws. */
  readonly get: (name: string) => Value | undefined;
  /** All names, for "did you mean" and `vars`. */
  readonly names: () => Iterable<string>;
  /** For lookups that read files of the controller: absolute folders, first wins; role's files/, playbook's, … */
  readonly searchPath: readonly string[];
  /** Renders a text of the playbook (for `lookup('template')`); undefined where it is not allowed. */
  readonly render?: (text: string) => Value;
}

/** Where nothing is defined: for what does not depend on variables. */
export const emptyScope: Scope = { get: () => undefined, names: () => [], searchPath: [] };
