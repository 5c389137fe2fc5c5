import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianRelease, debianSourceFiles } from "../apt.ts";
import { readCommand } from "../command.ts";
import { SandboxError } from "../sandbox-error.ts";

/**
 * Downloads a Debian source package into a folder, and answers the path of its .dsc file.
 *
 * apt is given lists of its own for it, made from this machine's entries for Debian's archives, so that the machine's
 * sources stay as they are.
 */
export async function downloadSource(name: string, folder: string): Promise<string> {
  const own = join(folder, "apt");
  mkdirSync(join(own, "lists/partial"), { recursive: true });
  mkdirSync(join(own, "archives/partial"), { recursive: true });
  mkdirSync(join(own, "sources"));
  for (const [index, file] of (await debianSourceFiles()).entries()) {
    const suffix = file.endsWith(".sources") ? "sources" : "list";
    const text = asSourceEntries(readFileSync(file, "utf8"), suffix);
    writeFileSync(join(own, "sources", `${index}.${suffix}`), text);
  }
  const configuration = join(own, "apt.conf");
  writeFileSync(
    configuration,
    `Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "${join(own, "sources")}/";
Dir::State::Lists "${join(own, "lists")}";
Dir::Cache "${own}";
APT::Sandbox::User "root";
`,
  );
  const environment = { ...process.env, APT_CONFIG: configuration };
  await readCommand(["apt-get", "--quiet", "update"], { environment });
  const release = `--target-release=${debianRelease()}`;
  const download = `cd "$0" && exec apt-get --quiet ${release} source --download-only --only-source "$1"`;
  await readCommand(["sh", "-c", download, folder, name], { environment });
  const description = readdirSync(folder).find((file) => file.endsWith(".dsc"));
  if (description === undefined) throw new SandboxError(`apt downloaded no source of ${name}`);
  return join(folder, description);
}

/** Turns entries for binary packages into entries for their sources, in either format of sources.list(5). */
export function asSourceEntries(text: string, format: "sources" | "list"): string {
  if (format === "sources") return text.replaceAll(/^Types:.*$/gm, "Types: deb-src");
  return text
    .split("\n")
    .filter((line) => /^\s*deb\s/.test(line))
    .map((line) => `${line.replace(/^\s*deb\s/, "deb-src ")}\n`)
    .join("");
}
