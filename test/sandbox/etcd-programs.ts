import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { readCommand } from "./command.ts";
import { withLock } from "./lock.ts";
import { SandboxError } from "./sandbox-error.ts";

/** Debian's packages and the programs in them that the etcd role copies to hosts. */
const packages = { "etcd-server": "etcd", "etcd-client": "etcdctl" } as const;

/**
 * Debian's etcd, unpacked but not installed, where the role looks for it: `binaries/etcd-<version>/` in the cache.
 * Made once; returns the version, such as "3.4.23".
 */
export async function ensureEtcdPrograms(): Promise<string> {
  const binaries = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "play", "binaries");
  const known = existsSync(binaries)
    ? readdirSync(binaries).find((name) => /^etcd-\d[\d.]*$/.test(name))
    : undefined;
  if (known !== undefined) return known.slice("etcd-".length);
  const version = await candidateVersion();
  const want = join(binaries, `etcd-${version}`);
  await withLock(join(binaries, "lock"), () => (existsSync(want) ? undefined : unpackInto(want, binaries)));
  return version;
}

/** The upstream part of the version that apt would install: "3.4.23-4+b4" is 3.4.23. */
async function candidateVersion(): Promise<string> {
  const [server] = Object.keys(packages);
  const policy = async (): Promise<string | undefined> =>
    /Candidate: (?:\d+:)?(\d[\d.]*)/.exec(await readCommand(["apt-cache", "policy", String(server)]))?.[1];
  const known = await policy();
  if (known !== undefined) return known;
  await readCommand(["apt-get", "--quiet", "update"]);
  const version = await policy();
  if (version === undefined) throw new SandboxError("apt has no package etcd-server");
  return version;
}

async function unpackInto(want: string, binaries: string): Promise<void> {
  const work = mkdtempSync(join(binaries, "unpack-"));
  try {
    // apt fetches into its working folder only, and as a user of its own where it can
    await readCommand([
      "sh",
      "-c",
      'cd "$0" && exec apt-get --quiet --option=APT::Sandbox::User=root download "$@"',
      work,
      ...Object.keys(packages),
    ]);
    for (const file of readdirSync(work).filter((name) => name.endsWith(".deb")))
      await readCommand(["dpkg-deb", "--extract", join(work, file), join(work, "tree")]);
    const programs = join(work, "programs");
    mkdirSync(programs);
    for (const program of Object.values(packages))
      copyFileSync(join(work, "tree/usr/bin", program), join(programs, program));
    renameSync(programs, want);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
