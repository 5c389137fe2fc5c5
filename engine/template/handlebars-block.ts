import type { Node } from "../expression/node.ts";
import type { Frame } from "./handlebars-frame.ts";

/** A part of a Handlebars template, ready to render. */
export type HandlebarsBlock =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "output"; readonly value: Node }
  | ({ readonly kind: "if"; readonly test: Node } & Bodies)
  | ({ readonly kind: "frame"; readonly value: Node; readonly frame: Frame } & Bodies);

interface Bodies {
  readonly body: readonly HandlebarsBlock[];
  /** What follows `{{else}}`. */
  readonly otherwise: readonly HandlebarsBlock[];
}
