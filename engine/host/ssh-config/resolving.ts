import type { Machine } from "./machine.ts";
import type { Directive } from "./parse-ssh-config.ts";

/** The configuration while it is being found out; what has been found decides about a `Match` that follows. */
export interface Resolving {
  readonly host: string;
  readonly machine: Machine;
  readonly found: Map<string, Directive[]>;
  /** The second time, when `Match final` holds. */
  readonly final: boolean;
  /** That there must be a second time. */
  readonly wantsFinal: () => void;
}
