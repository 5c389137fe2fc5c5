import { readFile } from "node:fs/promises";
import { type KnownHost, parseKnownHosts } from "./known-hosts.ts";

/** All lines of the files, in order. A file that is not there or may not be read knows no host. */
export async function readKnownHosts(files: readonly string[]): Promise<readonly KnownHost[]> {
  const lists = await Promise.all(files.map(async (file) => readKnownHostsFile(file)));
  return lists.flat();
}

async function readKnownHostsFile(file: string): Promise<readonly KnownHost[]> {
  try {
    return parseKnownHosts(file, await readFile(file, "utf8"));
  } catch {
    return [];
  }
}
