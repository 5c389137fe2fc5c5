import { type ErrorCollector, PlayError } from "../base/play-error.ts";
import { hidesHost, type Unread } from "../compile/unread.ts";
import { readLimit } from "../load/read-limit.ts";
import type { Inventory } from "../model/inventory.ts";
import { matchPattern, unmatchedTerms } from "../model/match-pattern.ts";

/** The hosts that `--limit` leaves; undefined without one. Collects BAD_PATTERN, FILE_NOT_FOUND, UNKNOWN_HOST, NO_HOSTS. */
export function limitedHosts(
  limit: string | undefined,
  inventory: Inventory,
  { cwd, unread, errors }: { cwd: string; unread: Unread; errors: ErrorCollector },
): ReadonlySet<string> | undefined {
  if (limit === undefined) return undefined;
  const before = errors.errors.length;
  const pattern = readLimit(limit, cwd, errors);
  const unknown = unmatchedTerms(pattern, inventory);
  for (const { message, source, hint } of unknown)
    if (!hidesHost(source, unread)) errors.add(new PlayError("UNKNOWN_HOST", message, { source, hint }));
  const hosts = matchPattern(pattern, inventory);
  if (hosts.length === 0 && unknown.length === 0 && errors.errors.length === before)
    errors.add(
      new PlayError("NO_HOSTS", "--limit leaves no host", {
        source: { file: { path: "--limit", text: limit }, start: 0, end: limit.length },
        hint: "--list-hosts without it shows who there is",
      }),
    );
  return new Set(hosts);
}
