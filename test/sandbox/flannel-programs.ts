import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { binariesFolder, ensureCached } from "./cache.ts";
import { compileGo, sourceFolder, sourceTexts } from "./programs/go.ts";

const standIn = "flanneld-stand-in";
const script = "mk-docker-opts.sh";

/** The version of flannel whose contract the stand-in keeps: the last but one line that speaks etcd's v2 API. */
export const flannelStandInVersion = "0.11.0";

/** The stand-ins for flanneld and its script, in the cache's `binaries/flannel-<version>-stand-in/`, which is answered. */
export function ensureFlannelStandIn(): Promise<string> {
  const want = join(binariesFolder(), `flannel-${flannelStandInVersion}-stand-in`);
  return ensureCached(want, sourceTexts(standIn), async (folder) => {
    await compileGo(standIn, join(folder, "flanneld"));
    copyFileSync(join(sourceFolder(standIn), script), join(folder, script));
    chmodSync(join(folder, script), 0o755);
  });
}
