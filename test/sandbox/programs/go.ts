import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cacheFolder } from "../cache.ts";
import { readCommand } from "../command.ts";
import { ensurePackages } from "./debian-packages.ts";

const goPackage = "golang-1.19-go";
const goPath = "/usr/lib/go-1.19/bin";

/** What Go compiled before: makes compiling again a matter of seconds. Some 2 GB; may be deleted. */
function compiledFolder(): string {
  return join(cacheFolder(), "build", "go");
}

/**
 * Runs shell text that has Debian's Go on its path; that is installed if need be. Nothing is downloaded while it
 * compiles, and its programs are static.
 */
export async function runWithGo(script: string, words: readonly string[]): Promise<void> {
  await ensurePackages([goPackage]);
  const environment = { ...process.env, GOCACHE: compiledFolder(), GOPROXY: "off", CGO_ENABLED: "0" };
  await readCommand(["sh", "-c", `PATH=${goPath}:$PATH\n${script}`, "sh", ...words], { environment });
}

/** Compiles a folder of test/sandbox into a static program at the path `target`; `settings` are variables of its main. */
export async function compileGo(
  name: string,
  target: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  const flags = ["-s", "-w", ...Object.entries(settings).map(([key, value]) => `-X=main.${key}=${value}`)];
  const compile = `cd "$1" && exec go build -trimpath -ldflags "$3" -o "$2" .`;
  await runWithGo(compile, [sourceFolder(name), target, flags.join(" ")]);
}

/** The texts of the folder's files, by name: the recipe of what is made of them. */
export function sourceTexts(name: string): Readonly<Record<string, string>> {
  const folder = sourceFolder(name);
  return Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((file) => [file, readFileSync(join(folder, file), "utf8")]),
  );
}

/** A folder of test/sandbox in the checkout, also for code that was compiled into dist/. */
export function sourceFolder(name: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return join(folder, "test", "sandbox", name);
}
