import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCommand } from "./command.ts";
import { copyToHost } from "./host-files.ts";
import { downloadPackages } from "./programs/debian-packages.ts";
import type { SandboxHost } from "./sandbox.ts";

const archive = "/srv/packages";

/**
 * Gives hosts, which reach no mirror, an archive of these packages, so that their own apt installs them: the packages as
 * Debian has them, and an index of our own. What they depend on must be on the hosts already, as it is on cluster hosts.
 */
export async function offerPackages(
  hosts: readonly SandboxHost[],
  packages: readonly string[],
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "play-archive-"));
  try {
    await downloadPackages(packages, work);
    const files = readdirSync(work).filter((name) => name.endsWith(".deb"));
    const entries = await Promise.all(files.map((name) => describePackage(work, name)));
    writeFileSync(join(work, "Packages"), entries.join("\n"));
    for (const host of hosts) offerTo(host, work);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function offerTo(host: SandboxHost, folder: string): void {
  const names = readdirSync(folder).map((name) => join(folder, name));
  copyToHost(host, names, archive);
  const sources = join(`/proc/${host.pid}/root`, "etc/apt/sources.list.d");
  mkdirSync(sources, { recursive: true });
  writeFileSync(join(sources, "sandbox.list"), `deb [trusted=yes] file:${archive} ./\n`);
}

/** An entry of an archive's index: deb822(5). */
async function describePackage(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  const fields = await readCommand(["dpkg-deb", "--field", path]);
  const text = readFileSync(path);
  const hash = createHash("sha256").update(text).digest("hex");
  return `${fields.trimEnd()}\nFilename: ./${name}\nSize: ${text.length}\nSHA256: ${hash}\n`;
}
