import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binariesFolder, cacheFolder, ensureCached } from "./cache.ts";
import { ensurePackages } from "./programs/debian-packages.ts";
import { downloadSource } from "./programs/debian-source.ts";
import { runWithGo } from "./programs/go.ts";
import {
  compileScript,
  kubernetesBuildPackages,
  kubernetesSourceVersion,
  linkerFlags,
  prepareScript,
} from "./programs/kubernetes-recipe.ts";

/**
 * Kubernetes' programs where the roles look for them: `binaries/kubernetes-<version>/` in the cache, which is answered.
 * Built once, from Debian's source package: some seven minutes on two processors, and half a minute for each further
 * version as long as the cache's folder `build` is kept.
 *
 * There is one source, of 1.20.2. Programs of another `version`, such as "1.20.15", are the same ones that report that
 * version: good for showing how an upgrade is played, not for what the version brings.
 */
export function ensureKubernetesPrograms(version: string = kubernetesSourceVersion): Promise<string> {
  const flags = linkerFlags(version);
  const want = join(binariesFolder(), `kubernetes-${version}`);
  return ensureCached(want, [prepareScript, compileScript, flags], async (folder) => {
    const goPath = await ensureSource();
    await runWithGo(compileScript, [goPath, folder, flags]);
  });
}

/** A GOPATH with Kubernetes, its generated code included. */
function ensureSource(): Promise<string> {
  const want = join(cacheFolder(), "build", `kubernetes-${kubernetesSourceVersion}-source`);
  return ensureCached(want, prepareScript, async (folder) => {
    await ensurePackages(kubernetesBuildPackages);
    const work = mkdtempSync(join(tmpdir(), "play-source-"));
    try {
      mkdirSync(join(work, "download"));
      const description = await downloadSource("kubernetes", join(work, "download"));
      await runWithGo(prepareScript, [folder, description]);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
}
