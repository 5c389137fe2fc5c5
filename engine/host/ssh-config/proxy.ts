import type { Found } from "./resolve.ts";
import type { SshSettings } from "./settings.ts";
import { expandTokens, type Tokens } from "./tokens.ts";
import { firstOf } from "./values.ts";

/** What stands between us and a host; of the two keywords only the one that came first was kept. */
export function readProxy(
  found: Found,
  { h = "", n = "", p = "", r = "" }: Tokens,
): Pick<SshSettings, "proxy"> {
  const jump = valueOf(found, "proxyjump");
  const tokens = { h, n, p, r };
  if (jump !== undefined) {
    const hops = jump.split(",").map((hop) => expandTokens(hop.trim(), tokens));
    return { proxy: { kind: "jump", hops } };
  }
  const command = valueOf(found, "proxycommand");
  return command === undefined ? {} : { proxy: { kind: "command", command: expandTokens(command, tokens) } };
}

function valueOf(found: Found, keyword: string): string | undefined {
  const text = firstOf(found, keyword)?.text;
  return text?.toLowerCase() === "none" ? undefined : text;
}
