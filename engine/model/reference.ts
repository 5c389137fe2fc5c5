import type { Source } from "../base/source.ts";

/** A place where an expression asks for a variable. */
export interface Reference {
  readonly name: string;
  readonly source: Source;
  /** The expression copes with its absence: `x | default(…)`, `x is defined and …`. */
  readonly guarded: boolean;
  /** Of `vars` and `hostvars`: the variables that are asked for by their help; undefined where only the run can tell. */
  readonly asked?: readonly string[];
}
