import type { Value } from "../../model/value.ts";
import type { Call } from "../contract.ts";

/** Finds values on the controller: `lookup("env", "HOME")`, and the items of a loop `with_env: HOME`. */
export interface Lookup {
  /** One line, for `play doc`. */
  readonly summary: string;
  /**
   * `terms` are what it is asked for; options such as `default=` stand in `call.named`, and `call.args` is not read.
   * Throws PlayError without a source.
   */
  readonly find: (terms: readonly Value[], call: Call) => readonly Value[];
}
