import type { SourceFile } from "../base/source.ts";
import type { Reference } from "../model/reference.ts";
import type { Scope } from "../model/scope.ts";
import type { Unknown } from "../model/value.ts";

/** A template file that becomes a text when variables are known. Compiled once, rendered often. */
export interface TextTemplate {
  readonly file: SourceFile;
  /** Every variable that it may ask for, at the place where it does; what blocks bind themselves is left out. */
  readonly references: readonly Reference[];
  /** The text, exactly; Unknown if any of it depends on what cannot be known in a check run. Throws PlayError. */
  readonly render: (scope: Scope) => string | Unknown;
}
