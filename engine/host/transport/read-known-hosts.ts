import { readFile } from "node:fs/promises";
import { type KnownHost, parseKnownHosts } from "./known-hosts.ts";

/** All lines of the files, in order. A file that is not there or may not be read knows no host. */
export async function readKnownHosts(
  files: readonly string[],
  warn: (message: string, hint?: string) => void,
): Promise<readonly KnownHost[]> {
  const lists = await Promise.all(files.map(async (file) => readKnownHostsFile(file, warn)));
  return lists.flat();
}

async function readKnownHostsFile(
  file: string,
  warn: (message: string, hint?: string) => void,
): Promise<readonly KnownHost[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  const { lines, broken } = parseKnownHosts(file, text);
  for (const line of broken)
    warn(
      `${file} line ${line} is not understood and passed over`,
      "a name, a type of key, and the key in base64",
    );
  return lines;
}
