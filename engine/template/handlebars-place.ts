import type { Node } from "../expression/node.ts";
import type { vocabulary } from "../vocabulary/vocabulary.ts";
import type { Frame } from "./handlebars-frame.ts";
import type { Locate } from "./handlebars-source.ts";

/** What making an expression needs to know of where it stands. */
export interface Place {
  readonly locate: Locate;
  readonly vocabulary: typeof vocabulary;
  /** The innermost `#each` or `#with`; undefined at the top. */
  readonly frame: Frame | undefined;
}

/** How the parameters of a helper become expressions. */
export interface Parameters {
  readonly value: (expression: hbs.AST.Expression) => Node;
  /** Where only the truth matters, and a path that leads nowhere is false. */
  readonly condition: (expression: hbs.AST.Expression) => Node;
}
