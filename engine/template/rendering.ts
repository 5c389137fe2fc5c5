import type { Unknown } from "../model/value.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { Block } from "./block.ts";
import type { LocalScope } from "./local-scope.ts";

/** Names and words while a template renders; `set` changes the scope. */
export interface Rendering {
  readonly scope: LocalScope;
  readonly vocabulary: Vocabulary;
}

/** Text, or Unknown as soon as any of it is. */
export type RenderedText = string | Unknown;

export type RenderBody = (blocks: readonly Block[], rendering: Rendering) => RenderedText;
