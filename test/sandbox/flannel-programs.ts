import { chmodSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { binariesFolder, ensureCached } from "./cache.ts";
import { compileGo, sourceFolder, sourceTexts } from "./programs/go.ts";

const standIn = "flanneld-stand-in";
const script = "mk-docker-opts.sh";

/** The versions of flannel whose contracts the stand-in keeps, by etcd's API: v3 is that of 0.18 and later. */
const versions = { v2: "0.11.0", v3: "0.18.0" } as const;

export interface FlannelStandIn {
  readonly version: string;
  /** In the cache's `binaries`: flanneld and its script. */
  readonly folder: string;
}

export async function ensureFlannelStandIn(api: keyof typeof versions): Promise<FlannelStandIn> {
  const version = versions[api];
  const want = join(binariesFolder(), `flannel-stand-in-${version}`);
  const folder = await ensureCached(want, sourceTexts(standIn), async (made) => {
    await compileGo(standIn, join(made, "flanneld"), { apiVersion: api, version: `v${version}-stand-in` });
    copyFileSync(join(sourceFolder(standIn), script), join(made, script));
    chmodSync(join(made, script), 0o755);
  });
  return { version, folder };
}
