import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

export interface TextChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Lines around a difference. */
const context = 3;

/** Beyond this many differing lines a minimal diff takes seconds to find, and nobody reads it. */
const maxEditLength = 4000;

/**
 * The unified diff of a text change (the format of POSIX `diff -u`), with Ansible's headers `--- before: path` and
 * `+++ after: path`; ends with a newline. Empty where nothing differs. A text that does not end with a newline is
 * followed by `\ No newline at end of file`. Texts with a NUL byte are only said to differ.
 */
export function unifiedDiff({ path, before, after }: TextChange): string {
  if (before === after) return "";
  if (before.includes("\0") || after.includes("\0")) return `binary contents of ${path} differ\n`;
  const options = { context, headerOptions: FILE_HEADERS_ONLY, maxEditLength };
  const names = [`before: ${path}`, `after: ${path}`] as const;
  const patch = createTwoFilesPatch(...names, before, after, undefined, undefined, options);
  return patch ?? wholeDiff({ path, before, after });
}

/** All old lines out, all new lines in: a diff, though not the smallest one. */
function wholeDiff({ path, before, after }: TextChange): string {
  const [old, fresh] = [lines(before), lines(after)];
  const header = `--- before: ${path}\n+++ after: ${path}\n`;
  return `${header}@@ -${span(old)} +${span(fresh)} @@\n${marked("-", before)}${marked("+", after)}`;
}

function span(all: readonly string[]): string {
  return all.length === 0 ? "0,0" : `1,${all.length}`;
}

function marked(sign: string, text: string): string {
  const end = text === "" || text.endsWith("\n") ? "" : "\\ No newline at end of file\n";
  return (
    lines(text)
      .map((line) => `${sign}${line}\n`)
      .join("") + end
  );
}

function lines(text: string): readonly string[] {
  if (text === "") return [];
  return text.replace(/\n$/, "").split("\n");
}
