import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import type { Scope } from "../model/scope.ts";
import type { Value } from "../model/value.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import type { Node } from "./node.ts";
import type { Result } from "./undefined.ts";

/** What evaluating a node needs: where names and words come from, and how the nodes below are evaluated. */
export interface Evaluation {
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  /** May be Undefined, for whoever copes with it. */
  readonly result: (node: Node) => Result;
  /** Throws UNDEFINED_VARIABLE for what is Undefined. */
  readonly value: (node: Node) => Value;
}

/** Runs `body`; a PlayError that does not know its place gets this one. */
export function placed<T>(source: Source, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source, hint: error.hint, cause: error.cause });
  }
}
