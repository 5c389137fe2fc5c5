import { randomBytes } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { KnownHostEntry } from "./host-key.ts";
import { hashName } from "./known-hosts.ts";
import type { SshServices } from "./services.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** Adds a host to a known_hosts file, and tells so; that it cannot be added is no more than a warning. */
export async function remember(
  file: string,
  entry: KnownHostEntry,
  { hashNewKeys }: SshConnection,
  { warn }: SshServices,
): Promise<void> {
  const name = hashNewKeys === true ? hashName(entry.name, randomBytes(20)) : entry.name;
  try {
    await append(file, `${name} ${entry.key}\n`);
    warn(`the key of ${entry.name} was not known and has been added to ${file}`);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    warn(`the key of ${entry.name} is accepted, but could not be added to ${file}: ${reason}`);
  }
}

/** One write at the end of the file: whole beside what other processes write. A last line without an end gets one. */
async function append(file: string, line: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.write(size > 0 && last.toString() !== "\n" ? `\n${line}` : line);
  } finally {
    await handle.close();
  }
}
