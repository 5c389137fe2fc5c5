import { randomBytes } from "node:crypto";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { PlayError } from "../../base/play-error.ts";
import { judgeHostKey, type KnownHostEntry, type KnownHostsOf } from "./host-key.ts";
import { hashName } from "./known-hosts.ts";
import { readKnownHosts } from "./read-known-hosts.ts";
import type { SshServices } from "./services.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** A host, and what the files say about it, or about any. */
export async function readTrust(connection: SshConnection, { warn }: SshServices): Promise<KnownHostsOf> {
  const { host, port, hostKeyAlias: alias, knownHostsFiles } = connection;
  return { host, port, alias, lines: await readKnownHosts(knownHostsFiles, warn) };
}

/** The error that stands against a host's key, or undefined where it is good, or new and may be accepted. */
export async function objectionTo(
  key: Buffer,
  known: KnownHostsOf,
  { connection, services }: { readonly connection: SshConnection; readonly services: SshServices },
): Promise<PlayError | undefined> {
  const verdict = judgeHostKey(key, known);
  if (verdict.kind === "known") return undefined;
  if (verdict.kind === "changed" || connection.hostKeyChecking === "yes") return verdict.refusal;
  const { newKeysFile: file } = connection;
  if (connection.hostKeyChecking === "no" || file === undefined) return undefined;
  return inTurn(file, async () => {
    // another connection may have met the same host just now
    const now = judgeHostKey(key, await readTrust(connection, services));
    if (now.kind === "changed") return now.refusal;
    if (now.kind === "unknown") await remember(file, now.entry, connection, services);
    return undefined;
  });
}

const turns = new Map<string, Promise<unknown>>();

/** One after the other for each file. */
async function inTurn<T>(file: string, body: () => Promise<T>): Promise<T> {
  const turn = (turns.get(file) ?? Promise.resolve()).then(body);
  turns.set(
    file,
    turn.catch(() => {}),
  );
  return turn;
}

async function remember(
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
