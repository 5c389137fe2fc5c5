import { readFileSync } from "node:fs";
import { readCommand } from "./command.ts";
import { SandboxError } from "./sandbox-error.ts";

/** `apt-get update` and `install`, asking nothing; another apt at work is waited for. */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = ["apt-get", "--quiet", "--option=DPkg::Lock::Timeout=300"];
  await readCommand([...apt, "update"], { environment });
  await readCommand([...apt, "install", "--yes", "--no-install-recommends", ...packages], { environment });
}

/** The files in /etc/apt that name this machine's Debian archives; archives of others are left out. */
export async function debianSourceFiles(): Promise<readonly string[]> {
  const debianOnly = [
    "indextargets",
    "--format",
    "$(SOURCESENTRY)",
    "Created-By: Packages",
    "Origin: Debian",
  ];
  let entries = await readCommand(["apt-get", ...debianOnly]);
  if (entries.trim() === "") {
    // the origin is known from downloaded lists only, and a fresh container has none
    await readCommand(["apt-get", "--quiet", "update"]);
    entries = await readCommand(["apt-get", ...debianOnly]);
  }
  const files = entries
    .trim()
    .split("\n")
    .map((entry) => entry.replace(/:\d+$/, ""));
  const found = [...new Set(files)].filter((file) => file !== "");
  if (found.length > 0) return found;
  throw new SandboxError(
    "apt has no Debian archive configured: the sandbox builds its hosts from this machine's own sources",
  );
}

/** This machine's way to its archives (proxies, time-outs, date checks) as lines of apt.conf(5). */
export async function acquireOptions(): Promise<readonly string[]> {
  const all = await readCommand(["apt-config", "dump", "Acquire"]);
  return all
    .split("\n")
    .filter((line) => /^Acquire::(https?|Check-|Force|Retries|Queue-Mode)[^ ]* ".+";$/.test(line));
}

/** "bookworm", and so on: the release of this machine, which is also the release of the hosts. */
export function debianRelease(): string {
  const release = /^VERSION_CODENAME=(\w+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (release === undefined)
    throw new SandboxError("/etc/os-release names no VERSION_CODENAME: which Debian release is this?");
  return release;
}
