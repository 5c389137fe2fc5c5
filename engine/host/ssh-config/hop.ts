import { isIPv6 } from "node:net";
import { PlayError } from "../../base/play-error.ts";

/** A host as `ProxyJump` and `-J` write it. */
export interface Hop {
  readonly host: string;
  readonly user?: string;
  readonly port?: string;
}

/** `[user@]host[:port]` or `ssh://…`; an IPv6 address with a port stands in brackets. Throws SSH_CONFIG. */
export function readHop(text: string): Hop {
  const bare = text
    .trim()
    .replace(/^ssh:\/\//, "")
    .replace(/\/$/, "");
  const at = bare.lastIndexOf("@");
  const place = readPlace(bare.slice(at + 1));
  if (!place)
    throw new PlayError("SSH_CONFIG", `"${text}" names no host to jump over`, {
      hint: "user@host:port, several with commas; an IPv6 address with a port in brackets",
    });
  return at > 0 ? { ...place, user: bare.slice(0, at) } : place;
}

function readPlace(text: string): Hop | undefined {
  const [, bracketed, plain, port] = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined) return port === undefined ? { host } : { host, port };
  return isIPv6(text) ? { host: text } : undefined;
}
