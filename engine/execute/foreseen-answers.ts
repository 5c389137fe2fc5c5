import { posix } from "node:path";
import type { ForecastEntry } from "../host/change.ts";
import type { AnswerOf, Manager, Query, TreeEntry, Unit } from "../host/query.ts";
import type { Forecasts } from "./forecasts.ts";
import { forecastManager, forecastUnit } from "./foreseen-units.ts";

/** A question about something that an earlier task would make, in a way that cannot be foreseen. */
export class NotForeseeable extends Error {
  readonly what: string;

  constructor(what: string) {
    super(`${what} is not known before the run`);
    this.name = "NotForeseeable";
    this.what = what;
  }
}

// The kinds' answers are told apart by `query.kind`, which the compiler cannot carry over to AnswerOf<Q>.
/* oxlint-disable typescript/no-unsafe-type-assertion */
/** What a query's answer would be after the changes foreseen; the real answer where nothing is. Throws NotForeseeable. */
export function overlay<Q extends Query>(forecasts: Forecasts, query: Q, real: AnswerOf<Q>): AnswerOf<Q> {
  switch (query.kind) {
    case "stat": {
      const foreseen = forecasts.entry(query.subject.path);
      if (!foreseen) return real;
      return comparable(
        mergeEntry(foreseen.entry, real as object | null),
        query.subject.checksum,
      ) as AnswerOf<Q>;
    }
    case "read":
      return readForeseen(forecasts, query, real as Uint8Array | null) as AnswerOf<Q>;
    case "tree":
      return treeForeseen(forecasts, query.subject.path, real as readonly TreeEntry[] | null) as AnswerOf<Q>;
    case "unit":
      return forecastUnit(forecasts, real as Unit) as AnswerOf<Q>;
    case "manager":
      return forecastManager(forecasts, real as Manager) as AnswerOf<Q>;
    case "user":
    case "group":
    case "script":
      return forecasts.answer(query, real) as AnswerOf<Q>;
  }
}
/* oxlint-enable typescript/no-unsafe-type-assertion */

/** The same inode is the same file with other attributes: what the forecast does not say is as it is there. */
function mergeEntry(foreseen: ForecastEntry | null, real: object | null): object | null {
  if (foreseen === null) return null;
  return real !== null && foreseen.inode !== undefined ? { ...real, ...foreseen } : foreseen;
}

const digits = { none: 0, md5: 32, sha1: 40, sha256: 64 } as const;

/** Without a checksum that was made in another way than the one asked for. */
function comparable(entry: object | null, wanted: keyof typeof digits): object | null {
  if (entry === null || !("checksum" in entry) || String(entry.checksum).length === digits[wanted])
    return entry;
  const { checksum: _other, ...rest } = entry;
  return rest;
}

function readForeseen(
  forecasts: Forecasts,
  query: Extract<Query, { kind: "read" }>,
  real: Uint8Array | null,
): Uint8Array | null {
  const foreseen = forecasts.entry(query.subject.path);
  if (!foreseen) return real;
  if (foreseen.entry === null || foreseen.entry.type !== "file") return null;
  if (foreseen.content) return foreseen.content;
  if (foreseen.entry.inode !== undefined) return real;
  // a limited read is for a diff, which can be left out; anything else needs the content
  if (query.subject.limit !== undefined) return null;
  throw new NotForeseeable(`the content of ${query.subject.path}`);
}

function treeForeseen(
  forecasts: Forecasts,
  root: string,
  real: readonly TreeEntry[] | null,
): readonly object[] | null {
  const top = forecasts.entry(root);
  if (top?.entry === null) return null;
  if (forecasts.below(root).length === 0) return real;
  const kept = top?.isAnew ? [] : (real ?? []);
  const entries = new Map<string, object>(kept.map((entry) => [entry.path, entry]));
  for (const [path, { entry }] of forecasts.below(root)) {
    const relative = posix.relative(root, path);
    const merged = mergeEntry(entry, entries.get(relative) ?? null);
    if (merged) entries.set(relative, { ...merged, path: relative });
    else removeBelow(entries, relative);
  }
  return entries.size === 0 ? null : [...entries.values()];
}

function removeBelow(entries: Map<string, object>, path: string): void {
  for (const name of entries.keys()) if (name === path || name.startsWith(`${path}/`)) entries.delete(name);
}
