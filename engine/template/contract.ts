import type { Source } from "../base/source.ts";
import type { Reference } from "../model/reference.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";

export type { Reference } from "../model/reference.ts";

/** Something of the playbook that becomes a value when variables are known. Made once, rendered often. */
export interface Template {
  readonly source: Source;
  /** Every variable it may ask for, at the place where it does. Names that it binds itself (`for x in`) are left out. */
  readonly references: readonly Reference[];
  /** Renders to the same value in every scope. */
  readonly constant: boolean;
  /** Throws PlayError with a source. What cannot be known in a check run comes back as Unknown. */
  readonly render: (scope: Scope) => Value;
}
