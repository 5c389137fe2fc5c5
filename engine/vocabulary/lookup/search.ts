import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Call } from "../contract.ts";

/** The absolute path of a file on the controller, looked for along the search path where it is relative. */
export function findFile(name: string, call: Call): string | undefined {
  const expanded = name.replace(/^~(?=\/|$)/, homedir());
  const folders = path.isAbsolute(expanded) ? ["/"] : call.scope.searchPath;
  return folders.map((folder) => path.resolve(folder, expanded)).find((candidate) => existsSync(candidate));
}

export function needFile(name: string, lookup: string, call: Call): string {
  const found = findFile(name, call);
  if (found !== undefined) return found;
  const hint = path.isAbsolute(name)
    ? undefined
    : `looked in ${call.scope.searchPath.join(", ") || "no folder"}`;
  throw new PlayError("FILE_NOT_FOUND", `the lookup ${lookup} does not find the file "${name}"`, { hint });
}
