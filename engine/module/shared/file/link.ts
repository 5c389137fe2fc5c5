import { posix } from "node:path";
import { sh } from "../../../base/shell-text.ts";
import type { Change, ForecastEntry } from "../../../host/change.ts";

/** A symbolic link at `path` that says `target`, in place of what is there. A directory there must be empty. */
export function createLink(path: string, target: string, entry: ForecastEntry | null): Change {
  const clear = entry?.type === "directory" ? sh`rmdir -- ${path} && ` : sh``;
  const before = entry?.target === undefined ? "" : ` (was ${entry.target})`;
  return {
    summary: `link ${path} -> ${target}${before}`,
    // -n: a link to a directory is replaced, not followed
    actions: [{ kind: "run", script: sh`${clear}ln -sfn -- ${target} ${path}` }],
    forecasts: [{ kind: "entry", path, entry: { type: "link", target } }],
  };
}

/** Where `src` of a link leads, seen from the link's folder. */
export function linkedPath(path: string, src: string): string {
  return posix.resolve("/", posix.dirname(path), src);
}

/** The path whose entry a question that follows links got: where a link leads, or the path itself. */
export function leadsTo(path: string, entry: ForecastEntry | null): string {
  return entry?.type === "link" && entry.target !== undefined ? linkedPath(path, entry.target) : path;
}
