import type { Duplex } from "node:stream";
import type { KeepAlive } from "./ssh-connection.ts";

/** Milliseconds without a byte from the other side after which a connection counts as dead, where nobody says. */
const usualPatience = 12_000;

/**
 * Destroys a connection on which nothing has come in for too long. Keepalive requests make a living peer say something
 * every few seconds. Any byte counts, not only their answers: on a slow line those queue behind an upload.
 *
 * ServerAliveInterval, where ssh's configuration has it, decides instead of our own patience, and 0 turns it off: whoever
 * wrote it knows the line. ssh alone would wait for ever by default, a run must not.
 */
export function closeWhenSilent(stream: Duplex, keepAlive: KeepAlive | undefined): void {
  const patience = keepAlive ? keepAlive.interval * (keepAlive.count + 1) * 1000 : usualPatience;
  if (patience === 0) return;
  let heard = Date.now();
  stream.on("data", () => (heard = Date.now()));
  const timer = setInterval(() => {
    if (Date.now() - heard > patience) stream.destroy(new Error("nothing was heard for too long"));
  }, 1000);
  timer.unref();
  stream.once("close", () => clearInterval(timer));
}
