import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { acquireOptions, debianRelease, debianSourceFiles } from "./apt.ts";
import { readCommand } from "./command.ts";
import { completionScript } from "./completion.ts";
import { withLock } from "./lock.ts";
import type { Profile } from "./profile.ts";

const documentation = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];
const partialMark = ".partial";

/**
 * A builder mounts /proc, /sys and /dev/pts into what it builds. In namespaces of its own nobody else sees those mounts,
 * so that half a root file system can be deleted safely; and when this process is killed, all of the builder dies with it.
 */
const alone = [
  ..."setpriv --pdeathsig KILL".split(" "),
  ..."unshare --mount --propagation private --pid --fork --kill-child --mount-proc".split(" "),
];

/**
 * The folder of a profile's root file system, made once (some 20 s) and shared by all hosts, which do not write to it.
 *
 * Its name holds a hash of all that it is made from, so a changed recipe makes another one. It appears by a rename, as
 * a whole or not at all. The cache may be deleted whenever no sandbox runs.
 */
export async function ensureRootFileSystem(profile: Profile): Promise<string> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "play", "sandbox");
  const want = join(cache, `${profile.name}-${recipeHash(profile)}`);
  if (existsSync(want)) return want;
  await withLock(join(cache, "lock"), async () => {
    if (existsSync(want)) return;
    removePartial(cache);
    process.stderr.write(`sandbox: building ${want} (once)\n`);
    await buildRootFileSystem(profile, want);
  });
  return want;
}

function recipeHash(profile: Profile): string {
  const { packages, completion } = profile;
  const recipe = [debianRelease(), process.arch, documentation, packages, completionScript, completion];
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 16);
}

async function buildRootFileSystem(profile: Profile, want: string): Promise<void> {
  const partial = want + partialMark;
  const scripts = `${partial}-scripts`;
  mkdirSync(scripts, { recursive: true });
  const aptOptions = join(scripts, "apt.conf");
  const completion = join(scripts, "complete");
  writeFileSync(aptOptions, `${(await acquireOptions()).join("\n")}\n`);
  writeFileSync(completion, `#!/bin/sh\n${completionScript}\n${profile.completion}`, { mode: 0o755 });
  const options =
    `--mode=root --variant=minbase --format=directory --include=${profile.packages.join(",")}`.split(" ");
  const excluded = documentation.map((pattern) => `--dpkgopt=path-exclude=${pattern}`);
  const prepared = [`--aptopt=${aptOptions}`, `--customize-hook=${completion}`];
  const mmdebstrap = ["mmdebstrap", ...options, ...excluded, ...prepared];
  await readCommand([...alone, ...mmdebstrap, debianRelease(), partial, ...(await debianSourceFiles())]);
  await readCommand(["sync", "--file-system", partial]);
  renameSync(partial, want);
  rmSync(scripts, { recursive: true });
}

/** What a builder that was killed left behind; we hold the lock, so no builder is at work on it. */
function removePartial(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (name.includes(partialMark)) rmSync(join(cache, name), { recursive: true });
  }
}
