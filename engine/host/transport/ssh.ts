import { connect, type Socket } from "node:net";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Connection } from "../session.ts";
import type { Channel, ChannelEnd } from "../shell/channel.ts";
import { within } from "../shell/within.ts";
import { Authentication } from "./authentication.ts";
import { preferredAlgorithms, refusalOf } from "./host-key.ts";
import { type KnownHost, knownName } from "./known-hosts.ts";
import { readKnownHosts } from "./read-known-hosts.ts";
import { closeWhenSilent } from "./silence.ts";
import type { Transport } from "./transport.ts";

type SshConnection = Extract<Connection, { kind: "ssh" }>;

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

/** One ssh connection. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY. */
export async function openSsh(connection: SshConnection): Promise<Transport> {
  const lines = await readKnownHosts(connection.knownHostsFiles);
  const authentication = await Authentication.prepare(connection);
  const deadline = Date.now() + connection.connectTimeout * 1000;
  const socket = await openSocket(connection);
  const client = new ssh2.Client();
  const late = (): PlayError =>
    unreachable(connection, `it did not finish the handshake within ${connection.connectTimeout} seconds`);
  try {
    await within(
      deadline - Date.now(),
      handshake(client, socket, { connection, lines, authentication }),
      late,
    );
  } catch (error) {
    client.destroy();
    socket.destroy();
    throw error;
  }
  closeWhenSilent(socket);
  // Channels notice the end by themselves; an error without a listener would end the process.
  client.on("error", () => {});
  return transportOf(client, connection);
}

async function openSocket(connection: SshConnection): Promise<Socket> {
  const { host, port, connectTimeout } = connection;
  const socket = connect({ host, port, noDelay: true, autoSelectFamily: true });
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(unreachable(connection, reasonOf(error), error)));
  });
  try {
    return await within(connectTimeout * 1000, opened, () =>
      unreachable(connection, `it did not answer within ${connectTimeout} seconds`),
    );
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

interface Handshake {
  readonly connection: SshConnection;
  readonly lines: readonly KnownHost[];
  readonly authentication: Authentication;
}

async function handshake(
  client: ssh2.Client,
  socket: Socket,
  { connection, lines, authentication }: Handshake,
): Promise<void> {
  const { host, port, user, hostKeyChecking } = connection;
  const known = { host, port, lines };
  let refusal: PlayError | undefined;
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    client.on("error", (error: Error & { level?: string }) => {
      if (error.level === "agent") return;
      if (error.level === "client-authentication") refusal ??= authentication.failure();
      reject(refusal ?? unreachable(connection, reasonOf(error), error));
    });
    client.once("close", () =>
      reject(refusal ?? authentication.tried() ?? unreachable(connection, "it closed the connection")),
    );
    client.connect({
      sock: socket,
      username: user,
      readyTimeout: 0,
      keepaliveInterval: 4000,
      keepaliveCountMax: 1_000_000,
      algorithms: {
        serverHostKey: preferredAlgorithms(known, hostKeyAlgorithms),
      },
      hostVerifier: (key: Buffer) => {
        refusal = hostKeyChecking ? refusalOf(key, known) : undefined;
        return refusal === undefined;
      },
      authHandler: authentication.next,
    });
  });
}

function transportOf(client: ssh2.Client, connection: SshConnection): Transport {
  const host = nameOf(connection);
  let closed = false;
  client.once("close", () => (closed = true));
  return {
    host,
    async open() {
      if (closed) throw new PlayError("CONNECTION_LOST", `the connection to ${host} broke`);
      return openChannel(client, host);
    },
    async close() {
      if (closed) return;
      await new Promise<void>((resolve) => {
        client.once("close", () => resolve());
        client.end();
        setTimeout(() => client.destroy(), 1000).unref();
      });
    },
  };
}

/** `exec /bin/sh` means the same to every login shell: sh, bash, csh, fish. */
async function openChannel(client: ssh2.Client, host: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    client.exec("exec /bin/sh", (error, stream) => {
      if (error) {
        reject(
          new PlayError("CONNECTION_LOST", `${host} opens no channel: ${error.message}`, { cause: error }),
        );
        return;
      }
      resolve(channelOf(stream));
    });
  });
}

function channelOf(stream: ssh2.ClientChannel): Channel {
  let rc: number | null = null;
  stream.once("exit", (code: number | null) => (rc = code));
  stream.on("error", () => {});
  const ended = new Promise<ChannelEnd>((resolve) => stream.once("close", () => resolve({ rc })));
  return { stdin: stream, stdout: stream, stderr: stream.stderr, ended, close: () => stream.close() };
}

function nameOf({ host, port }: SshConnection): string {
  return knownName(host, port);
}

function unreachable(connection: SshConnection, reason: string, cause?: unknown): PlayError {
  return new PlayError("UNREACHABLE", `${nameOf(connection)} cannot be reached: ${reason}`, {
    cause,
    hint: hintFor(reason),
  });
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "no address is known for this name",
  EAI_AGAIN: "the name could not be looked up for now",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "there is no route to its network",
  ETIMEDOUT: "it did not answer",
  ECONNRESET: "it closed the connection",
};

function reasonOf(error: Error & { code?: unknown }): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = inner instanceof Error && "code" in inner ? String(inner.code) : "";
  return reasons[code] ?? error.message;
}

function hintFor(reason: string): string {
  if (reason.includes("refused")) return "see that sshd runs there and listens on this port";
  if (reason.includes("name")) return "check the host's name, or give its address as ansible_host";
  return "check the address and the port, and that a firewall lets ssh through";
}
