import { createHash } from "node:crypto";
import type { Machine } from "./machine.ts";
import type { Found } from "./resolve.ts";
import { addressOf, type Tokens } from "./tokens.ts";
import { firstOf, readOptional, readPort } from "./values.ts";

/** Where a connection goes, and the tokens that other values may have because of it. */
export interface Target {
  readonly host: string;
  readonly user: string;
  readonly port: number;
  readonly hostKeyAlias?: string;
  readonly tokens: Tokens;
}

/** `name` is what ssh would be called with. Throws SSH_CONFIG. */
export function readTarget(name: string, found: Found, machine: Machine): Target {
  const host = addressOf(name, firstOf(found, "hostname")?.text).toLowerCase();
  const user = firstOf(found, "user")?.text ?? machine.user;
  const port = readOptional(found, "port", readPort) ?? 22;
  const alias = firstOf(found, "hostkeyalias")?.text.toLowerCase();
  const { hostName } = machine;
  const tokens = {
    C: createHash("sha1").update(`${hostName}${host}${port}${user}`).digest("hex"),
    d: machine.home,
    h: host,
    i: String(machine.uid),
    k: alias ?? name,
    L: hostName.replace(/\..*/, ""),
    l: hostName,
    n: name,
    p: String(port),
    r: user,
    u: machine.user,
  };
  return { host, user, port, ...(alias !== undefined && { hostKeyAlias: alias }), tokens };
}
