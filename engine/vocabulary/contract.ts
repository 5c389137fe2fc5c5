export type { Call, Filter, Test, Vocabulary, VocabularyFunction } from "../model/vocabulary.ts";
export { NoAnswer } from "../model/vocabulary.ts";
