import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { binariesFolder, ensureCached } from "./cache.ts";
import { ensureBundle } from "./programs/bundle.ts";
import { etcdBundle } from "./programs/bundles.ts";

/**
 * Debian's etcd, unpacked but not installed, where the role looks for it: `binaries/etcd-<version>/` in the cache.
 * Made once; returns the version, such as "3.4.23".
 */
export function ensureEtcdPrograms(): Promise<string> {
  return ensureBundle(etcdBundle);
}

/**
 * A stand-in for another patch release: the same programs, in which the version was overwritten by one of the same length, such as
 * "3.4.24". They tell that version, also to each other, and have another checksum: good for showing how an upgrade is
 * played, not for what the release brings. Answers the folder.
 */
export async function ensureEtcdStandIn(version: string): Promise<string> {
  const real = await ensureEtcdPrograms();
  if (version.length !== real.length) throw new RangeError(`${version} is not as long as ${real}`);
  const source = join(binariesFolder(), `etcd-${real}`);
  return ensureCached(join(binariesFolder(), `etcd-${version}`), `${real} as ${version}`, async (folder) => {
    for (const name of readdirSync(source).filter((name) => !name.startsWith("."))) {
      const path = join(folder, name);
      const bytes = readFileSync(join(source, name)).toString("latin1").replaceAll(real, version);
      writeFileSync(path, Buffer.from(bytes, "latin1"));
      chmodSync(path, 0o755);
    }
  });
}
