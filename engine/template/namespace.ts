import type { Vocabulary, VocabularyFunction } from "../model/vocabulary.ts";

const namespace: VocabularyFunction = {
  summary: "a dict whose members {% set name.member = … %} can change",
  takesUnknown: true,
  call: ({ named }) => named,
};

/** The vocabulary as statements have it: with `namespace(a=1)`. */
export function withNamespace(vocabulary: Vocabulary): Vocabulary {
  return { ...vocabulary, functions: { namespace, ...vocabulary.functions } };
}
