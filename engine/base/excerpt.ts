import type { Source } from "./source.ts";
import { positionOf } from "./source.ts";

/**
 * The source line with a caret line below it, both behind a gutter:
 *
 *     12 |   servce: name=etcd
 *        |   ^^^^^^
 *
 * Tabs are kept in the caret line, so that the caret stands where the reader's terminal puts the text.
 */
export function renderExcerpt(source: Source): string {
  const { line, column } = positionOf(source);
  const gutter = String(line);
  if (source.file.hidden === true) return `${gutter} | (encrypted)\n`;
  const text = source.file.text.split("\n")[line - 1]?.replace(/\r$/, "") ?? "";
  const length = Math.max(1, Math.min(source.end - source.start, text.length - (column - 1)));
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return `${gutter} | ${text}\n${" ".repeat(gutter.length)} | ${indent}${"^".repeat(length)}`;
}
