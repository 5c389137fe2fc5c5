import { spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { Duplex } from "node:stream";
import type ssh2 from "ssh2";
import { PlayError } from "../../base/play-error.ts";
import type { Countdown } from "./countdown.ts";
import { knownName } from "./known-hosts.ts";
import type { SshConnection } from "./ssh-connection.ts";
import { unreachable } from "./unreachable.ts";

/** A connection of TCP. Throws UNREACHABLE, also when the time is over. */
export async function dialDirectly(connection: SshConnection, clock: Countdown): Promise<Socket> {
  const { host, port, family, bindAddress, connectTimeout } = connection;
  const name = knownName(host, port);
  const socket = connect({
    host,
    port,
    noDelay: true,
    ...(family ? { family } : { autoSelectFamily: true }),
    ...(bindAddress !== undefined && { localAddress: bindAddress }),
  });
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(unreachable(name, error)));
  });
  const late = (): PlayError => unreachable(name, `it did not answer within ${connectTimeout} seconds`);
  try {
    return await clock.limit(opened, late);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** What a command makes of its input and output (ProxyCommand); it ends with the connection. */
export function dialByCommand(command: string): Duplex {
  const child = spawn("/bin/sh", ["-c", `exec ${command}`], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  child.stdin.on("error", () => {});
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.once("error", (error) => stream.destroy(error));
  stream.once("close", () => child.kill());
  return stream;
}

/** A connection that the host in between makes for us. Throws UNREACHABLE. */
export async function dialFrom(
  client: ssh2.Client,
  between: SshConnection,
  to: SshConnection,
): Promise<Duplex> {
  const name = knownName(to.host, to.port);
  const over = knownName(between.host, between.port);
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => reject(forwardingError(error, name, over));
    client.once("close", () => refuse(new Error("it closed the connection")));
    try {
      client.forwardOut("127.0.0.1", 0, to.host, to.port, (error, stream) => {
        if (error) refuse(error);
        else resolve(stream);
      });
    } catch (error) {
      // ssh2 throws where the connection has just gone
      refuse(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED (RFC 4254, 5.1). */
const prohibited = 1;

function forwardingError(error: Error, name: string, over: string): PlayError {
  const forbidden = "reason" in error && error.reason === prohibited;
  const reason = forbidden
    ? "it allows no forwarding"
    : error.message.replace(/^\(SSH\) Channel open failure: /, "");
  return new PlayError("UNREACHABLE", `${name} cannot be reached over ${over}: ${reason}`, {
    cause: error,
    hint: forbidden
      ? `sshd of ${over} must allow it: AllowTcpForwarding, PermitOpen, and the key's options in authorized_keys`
      : `see that ${over} can reach ${name}`,
  });
}
