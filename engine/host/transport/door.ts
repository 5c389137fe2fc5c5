import { setTimeout as pause } from "node:timers/promises";
import { PlayError } from "../../base/play-error.ts";
import { knownName } from "./known-hosts.ts";
import { type LoggedIn, type LoggingIn, logIn } from "./log-in.ts";
import type { SshConnection } from "./ssh-connection.ts";

/** Milliseconds before a connection is tried again that was dropped before the server said a word. */
const firstPause = 150;
const longestPause = 2000;

/**
 * Connects and logs in. A server that hangs up before it says a word has too many at the door (MaxStartups): it is
 * tried again, after growing pauses, until the connection's time is over. Throws what logIn throws.
 */
export async function passDoor(connection: SshConnection, loggingIn: LoggingIn): Promise<LoggedIn> {
  for (let wait = firstPause; ; wait = Math.min(wait * 1.6, longestPause)) {
    const outcome = await logIn(connection, loggingIn);
    if (outcome.kind === "open") return outcome;
    // hosts that were turned away together must not come back together
    const milliseconds = wait * (0.5 + Math.random());
    if (loggingIn.clock.left < milliseconds) throw tooMany(connection, outcome.error);
    await pause(milliseconds);
  }
}

function tooMany({ host, port, connectTimeout }: SshConnection, cause: unknown): PlayError {
  const reason = `it hangs up before it says a word, for ${connectTimeout} seconds`;
  return new PlayError("UNREACHABLE", `${knownName(host, port)} cannot be reached: ${reason}`, {
    cause,
    hint: "sshd may have too many at the door (MaxStartups; PerSourcePenalties): try fewer --forks, or a longer --timeout",
  });
}
