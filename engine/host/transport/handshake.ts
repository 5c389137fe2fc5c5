import { connect, type Socket } from "node:net";
import type ssh2 from "ssh2";
import type { PlayError } from "../../base/play-error.ts";
import type { Connection } from "../session.ts";
import { within } from "../shell/within.ts";
import type { Authentication } from "./authentication.ts";
import { preferredAlgorithms, refusalOf } from "./host-key.ts";
import { type KnownHost, knownName } from "./known-hosts.ts";
import { unreachable } from "./unreachable.ts";

export type SshConnection = Extract<Connection, { kind: "ssh" }>;

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

/** Milliseconds between requests that make a living server say something. */
const keepaliveInterval = 4000;

/** A connection of TCP. Throws UNREACHABLE, also when it takes longer than the connection's limit. */
export async function openSocket(connection: SshConnection): Promise<Socket> {
  const { host, port, connectTimeout } = connection;
  const name = knownName(host, port);
  const socket = connect({ host, port, noDelay: true, autoSelectFamily: true });
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(unreachable(name, error)));
  });
  const late = (): PlayError => unreachable(name, `it did not answer within ${connectTimeout} seconds`);
  try {
    return await within(connectTimeout * 1000, opened, late);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

export interface Handshake {
  readonly connection: SshConnection;
  readonly lines: readonly KnownHost[];
  readonly authentication: Authentication;
}

/** Key exchange, the check of the host's key, and logging in. */
export async function shakeHands(client: ssh2.Client, socket: Socket, shake: Handshake): Promise<void> {
  const { connection, lines, authentication } = shake;
  const { host, port, user, hostKeyChecking } = connection;
  const known = { host, port, lines };
  let refusal: PlayError | undefined;
  const failure = (cause: Error | string): PlayError =>
    refusal ?? authentication.tried() ?? unreachable(knownName(host, port), cause);
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    client.on("error", (error: Error & { level?: string }) => {
      // An agent that fails is one attempt less.
      if (error.level === "agent") return;
      if (error.level === "client-authentication") refusal ??= authentication.failure();
      reject(failure(error));
    });
    client.once("close", () => reject(failure("it closed the connection")));
    client.connect({
      sock: socket,
      username: user,
      readyTimeout: 0,
      keepaliveInterval,
      // Silence is noticed elsewhere: an answer may be late because an upload is in its way.
      keepaliveCountMax: Number.MAX_SAFE_INTEGER,
      algorithms: { serverHostKey: preferredAlgorithms(known, hostKeyAlgorithms) },
      hostVerifier: (key: Buffer) => {
        refusal = hostKeyChecking ? refusalOf(key, known) : undefined;
        return refusal === undefined;
      },
      authHandler: authentication.next,
    });
  });
}
