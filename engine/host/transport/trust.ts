import type { PlayError } from "../../base/play-error.ts";
import { withFileLock } from "./file-lock.ts";
import { judgeHostKey, type KnownHostsOf } from "./host-key.ts";
import { readKnownHosts } from "./read-known-hosts.ts";
import { remember } from "./remember.ts";
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
    // another connection, or another run, may have met the same host just now
    const now = judgeHostKey(key, await readTrust(connection, services));
    if (now.kind === "changed") return now.refusal;
    if (now.kind === "unknown") await remember(file, now.entry, connection, services);
    return undefined;
  });
}

const turns = new Map<string, Promise<unknown>>();

/** One after the other for each file: connections of this run wait here, other runs at the lock. */
async function inTurn<T>(file: string, body: () => Promise<T>): Promise<T> {
  const turn = (turns.get(file) ?? Promise.resolve()).then(async () => withFileLock(file, body));
  turns.set(
    file,
    turn.catch(() => {}),
  );
  return turn;
}
