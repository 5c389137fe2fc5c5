export type { Call, Filter, Test, Vocabulary, VocabularyFunction } from "../model/vocabulary.ts";
