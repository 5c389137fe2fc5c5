import type { Socket } from "node:net";
import ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Channel, ChannelEnd } from "../shell/channel.ts";
import { within } from "../shell/within.ts";
import { Authentication } from "./authentication.ts";
import { openSocket, shakeHands, type SshConnection } from "./handshake.ts";
import { knownName } from "./known-hosts.ts";
import { readKnownHosts } from "./read-known-hosts.ts";
import { closeWhenSilent } from "./silence.ts";
import type { Transport } from "./transport.ts";
import { unreachable } from "./unreachable.ts";

/** One ssh connection. Throws UNREACHABLE, AUTHENTICATION, UNKNOWN_HOST_KEY, CHANGED_HOST_KEY. */
export async function openSsh(connection: SshConnection): Promise<Transport> {
  const { connectTimeout } = connection;
  const deadline = Date.now() + connectTimeout * 1000;
  const host = knownName(connection.host, connection.port);
  const lines = await readKnownHosts(connection.knownHostsFiles);
  const authentication = await Authentication.prepare(connection);
  const socket = await openSocket(connection);
  const client = new ssh2.Client();
  const late = (): PlayError =>
    unreachable(host, `it did not finish the handshake within ${connectTimeout} seconds`);
  try {
    await within(
      deadline - Date.now(),
      shakeHands(client, socket, { connection, lines, authentication }),
      late,
    );
  } catch (error) {
    client.destroy();
    socket.destroy();
    throw error;
  }
  closeWhenSilent(socket);
  return transportOf(client, socket, host);
}

function transportOf(client: ssh2.Client, socket: Socket, host: string): Transport {
  let closed = false;
  // Channels notice the end by themselves; but an error that nobody listens to would end the process.
  client.on("error", () => {});
  client.once("close", () => (closed = true));
  return {
    host,
    get alive() {
      return !closed && !socket.destroyed && !socket.readableEnded;
    },
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
    const refuse = (error: Error): void => {
      const hint = "sshd may allow too few sessions per connection (MaxSessions), or no commands at all";
      reject(
        new PlayError("UNREACHABLE", `${host} opens no channel: ${error.message}`, { cause: error, hint }),
      );
    };
    try {
      client.exec("exec /bin/sh", (error, stream) => (error ? refuse(error) : resolve(channelOf(stream))));
    } catch (error) {
      // ssh2 throws where the connection has just gone
      refuse(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function channelOf(stream: ssh2.ClientChannel): Channel {
  let rc: number | null = null;
  stream.once("exit", (code: number | null) => (rc = code));
  stream.on("error", () => {});
  const ended = new Promise<ChannelEnd>((resolve) => stream.once("close", () => resolve({ rc })));
  return { stdin: stream, stdout: stream, stderr: stream.stderr, ended, close: () => stream.close() };
}
