import { resolve } from "node:path";
import type { ErrorCollector } from "../base/play-error.ts";
import type { SourceFile } from "../base/source.ts";
import { parsePattern } from "../model/pattern.ts";
import type { Pattern, PatternTerm } from "../model/pattern.ts";
import { readSourceFile } from "./file/read-source-file.ts";

/**
 * The pattern of `--limit`: as in `hosts:`, and `@file` stands for the patterns in that file, one in each line.
 * Collects BAD_PATTERN, FILE_NOT_FOUND and FILE_UNREADABLE.
 */
export function readLimit(text: string, cwd: string, errors: ErrorCollector): Pattern {
  const file: SourceFile = { path: "--limit", text };
  const parts = text.includes("@") ? [...text.matchAll(/[^,]+/g)] : [...text.matchAll(/[\s\S]+/g)];
  return parts.flatMap((match) => {
    const [part] = match;
    const source = { file, start: match.index, end: match.index + part.length };
    if (!part.trim().startsWith("@")) return errors.attempt(() => parsePattern(part, source)) ?? [];
    const list = readSourceFile(resolve(cwd, part.trim().slice(1)), { cwd, errors, from: source });
    return list ? readLines(list, errors) : [];
  });
}

function readLines(file: SourceFile, errors: ErrorCollector): readonly PatternTerm[] {
  return [...file.text.matchAll(/[^\n]+/g)].flatMap((match) => {
    const line = match[0].trim();
    if (line === "" || line.startsWith("#")) return [];
    const start = match.index + match[0].indexOf(line);
    return errors.attempt(() => parsePattern(line, { file, start, end: start + line.length })) ?? [];
  });
}
