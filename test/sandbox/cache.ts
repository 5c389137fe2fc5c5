import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { withLock } from "./lock.ts";

/** Where all that is made once is kept, outside of the checkout; may be deleted whenever no hosts run. */
export function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "play");
}

/** Programs for roles to copy, in the layout that the roles' `binaries_dir` describes. */
export function binariesFolder(): string {
  return join(cacheFolder(), "binaries");
}

/** The file in a cached folder that holds the hash of its recipe. */
const recipeFile = ".recipe";

/**
 * The folder `path` as `make` fills it: made when it is missing, and made anew when it was made by another recipe.
 *
 * It appears by a rename, as a whole or not at all. Of several processes that want it, one makes it.
 */
export async function ensureCached(
  path: string,
  recipe: unknown,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const hash = hashRecipe(recipe);
  if (readRecipe(path) === hash) return path;
  await withLock(lockFor(path), async () => {
    if (readRecipe(path) === hash) return;
    process.stderr.write(`sandbox: making ${path} (once)\n`);
    mkdirSync(dirname(path), { recursive: true });
    const work = startPartial(path);
    try {
      const made = join(work, "made");
      mkdirSync(made);
      await make(made);
      writeFileSync(join(made, recipeFile), hash);
      if (existsSync(path)) renameSync(path, join(work, "previous"));
      renameSync(made, path);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return path;
}

/** An empty folder to work in; what a process that was killed left of it is removed, for we hold the lock. */
function startPartial(path: string): string {
  const folder = dirname(path);
  const prefix = `.partial-${basename(path)}-`;
  for (const name of readdirSync(folder).filter((name) => name.startsWith(prefix)))
    rmSync(join(folder, name), { recursive: true });
  return mkdtempSync(join(folder, prefix));
}

/** Whether the folder is there, made by this recipe. */
export function isCached(path: string, recipe: unknown): boolean {
  return readRecipe(path) === hashRecipe(recipe);
}

/** The lock of a cached folder: beside the cache's folders, so that a listing of those shows programs only. */
export function lockFor(path: string): string {
  const name = path.slice(cacheFolder().length + 1).replaceAll("/", "-");
  return join(cacheFolder(), "locks", name);
}

function hashRecipe(recipe: unknown): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
}

function readRecipe(path: string): string | undefined {
  try {
    return readFileSync(join(path, recipeFile), "utf8");
  } catch {
    return undefined;
  }
}
