import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { matchesPattern } from "./pattern.ts";

/** The paths that an absolute path with `*` and `?` stands for, in order; none where nothing is there. */
export function expandGlob(pattern: string): readonly string[] {
  const segments = pattern.split("/").filter((segment) => segment !== "");
  let found: readonly string[] = ["/"];
  for (const segment of segments) found = found.flatMap((folder) => childrenOf(folder, segment));
  return found;
}

function childrenOf(folder: string, segment: string): readonly string[] {
  if (!/[*?]/.test(segment)) {
    const child = path.join(folder, segment);
    return existsSync(child) ? [child] : [];
  }
  return namesIn(folder)
    .filter((name) => matchesPattern(segment, name) && (!name.startsWith(".") || segment.startsWith(".")))
    .sort()
    .map((name) => path.join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // not a folder, or not for us: nothing matches
    return [];
  }
}
