import { PlayError } from "../../base/play-error.ts";

/** The error for a host that does not answer, or not as an ssh server does. `cause` may be an error of node:net or ssh2. */
export function unreachable(host: string, cause: Error | string): PlayError {
  const reason = typeof cause === "string" ? cause : reasonOf(cause);
  const details = typeof cause === "string" ? {} : { cause };
  return new PlayError("UNREACHABLE", `${host} cannot be reached: ${reason}`, {
    ...details,
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

function reasonOf(error: Error): string {
  // A name with several addresses fails with one error for each.
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = inner instanceof Error && "code" in inner ? String(inner.code) : "";
  return reasons[code] ?? error.message;
}

function hintFor(reason: string): string {
  if (reason.includes("refused")) return "see that sshd runs there and listens on this port";
  if (reason.includes("name")) return "check the host's name, or give its address as ansible_host";
  return "check the address and the port, and that a firewall lets ssh through";
}
