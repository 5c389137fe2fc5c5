import { readCommand } from "./command.ts";
import { withUnpacked } from "./programs/debian-packages.ts";
import type { SandboxHost } from "./sandbox.ts";

/** Unpacks Debian packages over a running host, which must have what they depend on; none of their scripts run. */
export async function unpackOnHost(host: SandboxHost, packages: readonly string[]): Promise<void> {
  const copy = 'tar -C "$1" -c . | tar -C "$2" -x --keep-directory-symlink';
  await withUnpacked(packages, async (tree) => {
    await readCommand(["sh", "-c", copy, "sh", tree, `/proc/${host.pid}/root`]);
  });
}
