import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binariesFolder, ensureCached, isCached } from "../cache.ts";
import { candidateVersion, withUnpacked } from "./debian-packages.ts";

/** Programs that Debian's packages hold, for roles to copy to hosts: nothing is installed. */
export interface Bundle {
  /** The cached folder is `binaries/<name>-<version>`. */
  readonly name: string;
  /** The first package's version is the bundle's. */
  readonly packages: readonly [string, ...string[]];
  /** Each program's path in the packages. */
  readonly programs: Readonly<Record<string, string>>;
  /** Scripts that take the place of programs, by name. */
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Makes the bundle once, and answers its version, such as "20.10.24". */
export async function ensureBundle(bundle: Bundle): Promise<string> {
  const known = cachedVersion(bundle);
  if (known !== undefined) return known;
  const version = await candidateVersion(bundle.packages[0]);
  await ensureCached(bundleFolder(bundle, version), bundle, (folder) =>
    withUnpacked(bundle.packages, (tree) => fill(folder, tree, bundle)),
  );
  return version;
}

function bundleFolder({ name }: Bundle, version: string): string {
  return join(binariesFolder(), `${name}-${version}`);
}

function cachedVersion(bundle: Bundle): string | undefined {
  if (!existsSync(binariesFolder())) return undefined;
  return readdirSync(binariesFolder())
    .filter((name) => name.startsWith(`${bundle.name}-`))
    .map((name) => name.slice(bundle.name.length + 1))
    .find((version) => /^\d[\d.]*$/.test(version) && isCached(bundleFolder(bundle, version), bundle));
}

function fill(folder: string, tree: string, { programs, scripts }: Bundle): void {
  for (const [name, path] of Object.entries(programs)) copyFileSync(join(tree, path), join(folder, name));
  for (const [name, text] of Object.entries(scripts ?? {}))
    writeFileSync(join(folder, name), text, { mode: 0o755 });
}
