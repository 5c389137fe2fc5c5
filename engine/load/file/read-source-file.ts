import { readFileSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { Source, SourceFile } from "../../base/source.ts";

export interface Reading {
  /** Absolute; paths below it are shown relative to it. */
  readonly cwd: string;
  readonly errors: ErrorCollector;
  /** Where the file is named, for errors. */
  readonly from?: Source | undefined;
}

/**
 * Reads a UTF-8 text of the controller; a byte order mark is dropped, line ends stay as they are.
 * Collects FILE_NOT_FOUND and FILE_UNREADABLE and gives undefined.
 */
export function readSourceFile(path: string, { cwd, errors, from }: Reading): SourceFile | undefined {
  const shown = shownPath(path, cwd);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    errors.add(unreadable(shown, cause, from));
    return undefined;
  }
  try {
    // The decoder drops a byte order mark by itself.
    return { path: shown, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    const hint = `convert it, for example: iconv -f latin1 -t utf-8 ${shown}`;
    errors.add(
      new PlayError("FILE_UNREADABLE", `${shown} is not UTF-8 text (line ${badLine(bytes)})`, {
        source: from,
        hint,
      }),
    );
    return undefined;
  }
}

/** The path as people see it: relative where it lies below the working folder. */
export function shownPath(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below === "" || below.startsWith("..") || isAbsolute(below) ? path : below;
}

/** A folder as people see it. */
export function shownFolder(path: string, cwd: string): string {
  return relative(cwd, path) === "" ? "." : shownPath(path, cwd);
}

function unreadable(shown: string, cause: unknown, source: Source | undefined): PlayError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new PlayError("FILE_NOT_FOUND", `there is no file ${shown}`, { source, cause });
  }
  const reason = code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "permission denied" : code;
  return new PlayError("FILE_UNREADABLE", `${shown} cannot be read: ${reason}`, { source, cause });
}

/** The line of the first byte that is not UTF-8. */
function badLine(bytes: Buffer): number {
  const lines = bytes.toString("latin1").split("\n");
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const bad = lines.findIndex((line) => {
    try {
      decoder.decode(Buffer.from(line, "latin1"));
      return false;
    } catch {
      return true;
    }
  });
  return bad + 1;
}
