import type { Socket } from "node:net";

/** Milliseconds without a byte from the other side after which a connection counts as dead. */
const patience = 12_000;

/**
 * Destroys a connection on which nothing has come in for too long. Keepalive requests make a living peer say something
 * every few seconds. Any byte counts, not only their answers: on a slow line those queue behind an upload.
 */
export function closeWhenSilent(socket: Socket): void {
  let heard = socket.bytesRead;
  let since = Date.now();
  const timer = setInterval(() => {
    if (socket.bytesRead !== heard) {
      heard = socket.bytesRead;
      since = Date.now();
    } else if (Date.now() - since > patience) {
      socket.destroy(new Error("nothing was heard for too long"));
    }
  }, 1000);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}
