import { ensureBundle } from "./programs/bundle.ts";
import { etcdBundle } from "./programs/bundles.ts";

/**
 * Debian's etcd, unpacked but not installed, where the role looks for it: `binaries/etcd-<version>/` in the cache.
 * Made once; returns the version, such as "3.4.23".
 */
export function ensureEtcdPrograms(): Promise<string> {
  return ensureBundle(etcdBundle);
}
