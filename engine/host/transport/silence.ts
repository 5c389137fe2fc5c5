import type { Duplex } from "node:stream";
import type { KeepAlive } from "./ssh-connection.ts";

/** Milliseconds without a byte from the other side after which a connection counts as dead, where nobody says. */
const usualPatience = 12_000;

/** Milliseconds between two looks whether something has come in. */
const tick = 1000;

/**
 * Destroys a connection on which nothing has come in for too long. Keepalive requests make a living peer say something
 * every few seconds. Any byte counts, not only their answers: on a slow line those queue behind an upload.
 *
 * ServerAliveInterval, where ssh's configuration has it, decides instead of our own patience, and 0 turns it off: whoever
 * wrote it knows the line. ssh alone would wait for ever by default, a run must not.
 *
 * Silence is counted in ticks, not by the clock: while this process itself is held up, by a starved machine, a laptop
 * asleep, a lookup that runs a program, nobody listens, and what has come in meanwhile is read only after the timers.
 */
export function closeWhenSilent(stream: Duplex, keepAlive: KeepAlive | undefined): void {
  const patience = keepAlive ? keepAlive.interval * (keepAlive.count + 1) * 1000 : usualPatience;
  if (patience === 0) return;
  let silence = 0;
  stream.on("data", () => (silence = 0));
  const timer = setInterval(() => {
    silence += tick;
    if (silence > patience) stream.destroy(new Error("nothing was heard for too long"));
  }, tick);
  timer.unref();
  stream.once("close", () => clearInterval(timer));
}
