import type { Duplex } from "node:stream";
import type ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Authentication } from "./authentication.ts";
import { type KnownHostsOf, preferredAlgorithms } from "./host-key.ts";
import { knownName } from "./known-hosts.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { unreachable } from "./unreachable.ts";

/** The algorithms that ssh2 verifies host keys with, best first. */
const hostKeyAlgorithms = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa",
] as const satisfies readonly ssh2.ServerHostKeyAlgorithm[];

/** Seconds between requests that make a living server say something, where ServerAliveInterval does not say. */
const usualInterval = 4;

export interface Handshake {
  readonly connection: SshConnection;
  readonly known: KnownHostsOf;
  readonly authentication: Authentication;
  /** The error that stands against the host's key, if any. */
  readonly objectionTo: (key: Buffer) => Promise<PlayError | undefined>;
}

/** Key exchange, the check of the host's key, and logging in. */
export async function shakeHands(client: ssh2.Client, stream: Duplex, shake: Handshake): Promise<void> {
  const { connection, known, authentication, objectionTo } = shake;
  const { host, port, user, keepAlive } = connection;
  let refusal: PlayError | undefined;
  const failure = (cause: Error | string): PlayError =>
    refusal ??
    authentication.interruption ??
    authentication.tried() ??
    unreachable(knownName(host, port), cause);
  const verify = async (key: Buffer, answer: (good: boolean) => void): Promise<void> => {
    refusal = await objectionTo(key);
    answer(refusal === undefined);
  };
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    client.on("error", (error: Error & { level?: string }) => {
      // a key that fails is one attempt less, unless who was asked for its passphrase wants to stop
      if (error.level === "agent" && !authentication.interruption) return;
      if (error.level === "client-authentication") refusal ??= authentication.failure();
      reject(failure(error));
    });
    client.once("close", () => reject(failure("it closed the connection")));
    client.once("change password", () => {
      refusal = expired(host, user);
      client.destroy();
    });
    client.connect({
      sock: stream,
      username: user,
      readyTimeout: 0,
      keepaliveInterval: (keepAlive?.interval ?? usualInterval) * 1000,
      // Silence is noticed elsewhere: an answer may be late because an upload is in its way.
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      algorithms: { serverHostKey: preferredAlgorithms(known, hostKeyAlgorithms) },
      hostVerifier: (key: Buffer, answer: (good: boolean) => void) => void verify(key, answer).catch(reject),
      authHandler: authentication.next,
    });
  });
}

function expired(host: string, user: string): PlayError {
  return new PlayError("AUTHENTICATION", `the password of ${user} on ${host} has expired`, {
    hint: `log in with ssh once and choose a new one`,
  });
}
