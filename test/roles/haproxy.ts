import { join } from "node:path";
import { binariesFolder } from "../sandbox/cache.ts";
import type { Bundle } from "../sandbox/programs/bundle.ts";
import { ensureBundle } from "../sandbox/programs/bundle.ts";
import { haproxyBundle, haproxyLibraries } from "../sandbox/programs/bundles.ts";

/** haproxy of Debian's package, and the environment in which it finds its libraries. */
export async function ensureHaproxy() {
  const program = join(await unpacked(haproxyBundle), "haproxy");
  return { program, env: { LD_LIBRARY_PATH: await unpacked(haproxyLibraries) } };
}

async function unpacked(bundle: Bundle): Promise<string> {
  const version = await ensureBundle(bundle);
  return join(binariesFolder(), `${bundle.name}-${version}`);
}
