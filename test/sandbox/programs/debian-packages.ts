import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPackages } from "../apt.ts";
import { readCommand, runCommand } from "../command.ts";
import { SandboxError } from "../sandbox-error.ts";

/** The upstream part of the version that apt would install: "1:2.2.7-1+b2" is 2.2.7. */
export async function candidateVersion(name: string): Promise<string> {
  const known = await askPolicy(name);
  if (known !== undefined) return known;
  await readCommand(["apt-get", "--quiet", "update"]);
  const version = await askPolicy(name);
  if (version === undefined) throw new SandboxError(`apt has no package ${name}`);
  return version;
}

async function askPolicy(name: string): Promise<string | undefined> {
  const policy = await readCommand(["apt-cache", "policy", name]);
  return /Candidate: (?:\d+:)?(\d[\d.]*\d)/.exec(policy)?.[1];
}

/** Downloads the packages' files into a folder, and nothing that they depend on. */
export async function downloadPackages(packages: readonly string[], folder: string): Promise<void> {
  // apt fetches into its working folder only, and as a user of its own where it can
  const download = `cd "$0" && exec apt-get --quiet --option=APT::Sandbox::User=root download "$@"`;
  await readCommand(["sh", "-c", download, folder, ...packages]);
}

/** Unpacks the packages into one tree, without installing them, and hands it to `use`. */
export async function withUnpacked(
  packages: readonly string[],
  use: (tree: string) => void | Promise<void>,
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "play-unpack-"));
  const tree = join(work, "tree");
  mkdirSync(tree);
  try {
    await downloadPackages(packages, work);
    for (const file of readdirSync(work).filter((name) => name.endsWith(".deb")))
      await readCommand(["dpkg-deb", "--extract", join(work, file), tree]);
    await use(tree);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Installs those of the packages that are missing on this machine. */
export async function ensurePackages(packages: readonly string[]): Promise<void> {
  const query = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\\n", ...packages];
  const { stdout } = await runCommand(query);
  const installed = new Set(stdout.split("\n"));
  const missing = packages.filter((name) => !installed.has(`${name} installed`));
  if (missing.length === 0) return;
  process.stderr.write(`sandbox: installing ${missing.join(", ")}\n`);
  await installPackages(missing);
}
