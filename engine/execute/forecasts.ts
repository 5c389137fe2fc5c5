import type { Change, Forecast, ForecastEntry } from "../host/change.ts";
import {
  queryKey,
  type AnswerOf,
  type Manager,
  type Query,
  type TreeEntry,
  type Unit,
} from "../host/query.ts";

/** What a query's answer would be after changes that a check run only planned; the real answer where nothing is foreseen. */
export class Forecasts {
  readonly #entries = new Map<string, ForecastPath>();
  readonly #units = new Map<string, Partial<Unit>>();
  readonly #answers = new Map<string, unknown>();
  #changed = false;

  /** Whether anything would have been changed on this machine by now. */
  get changed(): boolean {
    return this.#changed;
  }

  /** `asRoot`: who makes the changes is root, so that what is new belongs to root where nothing else is said. */
  record(changes: readonly Change[], asRoot: boolean): void {
    if (changes.length > 0) this.#changed = true;
    for (const forecast of changes.flatMap((change) => change.forecasts ?? []))
      this.#recordOne(forecast, asRoot);
  }

  #recordOne(forecast: Forecast, asRoot: boolean): void {
    if (forecast.kind === "answer") {
      this.#answers.set(queryKey(forecast.query), forecast.answer);
      return;
    }
    if (forecast.kind === "unit") {
      this.#units.set(forecast.name, { ...this.#units.get(forecast.name), ...forecast.unit });
      return;
    }
    const path = normalise(forecast.path);
    if (forecast.entry === null)
      for (const below of this.#entries.keys()) if (below.startsWith(`${path}/`)) this.#entries.delete(below);
    const entry = forecast.entry && asRoot ? ownedByRoot(forecast.entry) : forecast.entry;
    const content = forecast.content ?? contentKept(this.#entries.get(path), entry);
    this.#entries.set(path, { entry, content });
    const unit = unitOf(path);
    if (unit !== undefined) this.#units.set(unit, omitReload(this.#units.get(unit)));
  }

  /** The answer with the forecasts put over it. Throws {@link NotForeseeable} where only a run could tell. */
  apply<Q extends Query>(query: Q, real: AnswerOf<Q>): AnswerOf<Q> {
    return overlay(this, query, real);
  }

  entry(path: string): ForecastPath | undefined {
    const wanted = normalise(path);
    const own = this.#entries.get(wanted);
    if (own) return own;
    return this.#hasAbsentParent(wanted) ? { entry: null, content: undefined } : undefined;
  }

  /** Forecasts at or below a path, by absolute path. */
  below(path: string): readonly (readonly [string, ForecastPath])[] {
    const root = normalise(path);
    return [...this.#entries].filter(
      ([name]) => name === root || name.startsWith(`${root === "/" ? "" : root}/`),
    );
  }

  /** What this question would be answered, or `real` where nothing is foreseen. */
  answer(query: Query, real: unknown): unknown {
    const key = queryKey(query);
    return this.#answers.has(key) ? this.#answers.get(key) : real;
  }

  unit(name: string): Partial<Unit> | undefined {
    return this.#units.get(name);
  }

  /** Whether a file or drop-in of this unit would be written. */
  writesUnit(name: string): boolean {
    const file = `${unitFolder}/${name}`;
    return this.entry(file)?.entry?.type === "file" || this.below(`${file}.d`).length > 0;
  }

  #hasAbsentParent(path: string): boolean {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const parent = this.#entries.get(path.slice(0, end));
      if (parent) return parent.entry?.type !== "directory" && parent.entry?.type !== "link";
    }
    return false;
  }
}

export interface ForecastPath {
  readonly entry: ForecastEntry | null;
  readonly content: Uint8Array | undefined;
}

/** A question about something that an earlier task would make, in a way that cannot be foreseen. */
export class NotForeseeable extends Error {
  readonly what: string;

  constructor(what: string) {
    super(`${what} is not known before the run`);
    this.name = "NotForeseeable";
    this.what = what;
  }
}

function ownedByRoot(entry: ForecastEntry): ForecastEntry {
  const owner = entry.owner === undefined && entry.uid === undefined ? { owner: "root", uid: 0 } : {};
  const group = entry.group === undefined && entry.gid === undefined ? { group: "root", gid: 0 } : {};
  return { ...entry, ...owner, ...group };
}

/** Another mode or owner leaves the content that was foreseen before. */
function contentKept(before: ForecastPath | undefined, entry: ForecastEntry | null): Uint8Array | undefined {
  const same = before?.entry?.type === entry?.type && before?.entry?.checksum === entry?.checksum;
  return same ? before?.content : undefined;
}

/** Repeated and trailing slashes do not make another path. */
function normalise(path: string): string {
  return path.replaceAll(/\/+/g, "/").replace(/(.)\/$/, "$1");
}

// The kinds' answers are told apart by `query.kind`, which the compiler cannot carry over to AnswerOf<Q>.
/* oxlint-disable typescript/no-unsafe-type-assertion */
function overlay<Q extends Query>(forecasts: Forecasts, query: Q, real: AnswerOf<Q>): AnswerOf<Q> {
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

const unitFolder = "/etc/systemd/system";

/** The unit whose file or drop-in folder this is. */
function unitOf(path: string): string | undefined {
  if (!path.startsWith(`${unitFolder}/`)) return undefined;
  return path
    .slice(unitFolder.length + 1)
    .split("/")[0]
    ?.replace(/\.d$/, "");
}

/** A file that is written after a reload is not covered by it. */
function omitReload(unit: Partial<Unit> = {}): Partial<Unit> {
  const { needDaemonReload: _before, ...rest } = unit;
  return rest;
}

/** A unit whose file an earlier task would write is there by the time it is asked for. */
function forecastUnit(forecasts: Forecasts, real: Unit): Unit {
  const name = real.name.includes(".") ? real.name : `${real.name}.service`;
  const written = forecasts.writesUnit(name);
  return { ...real, ...(written && unitFromFile(real)), ...forecasts.unit(name) };
}

/** What is neither active nor enabled systemd does not keep in mind, and reads anew when it is asked. */
function unitFromFile(real: Unit): Partial<Unit> {
  if (real.loadState === "not-found")
    return { loadState: "loaded", activeState: "inactive", unitFileState: "disabled" };
  const kept = real.activeState !== "inactive" || real.unitFileState === "enabled";
  return kept ? { needDaemonReload: true } : {};
}

function forecastManager(forecasts: Forecasts, real: Manager): Manager {
  const written = real.loaded.filter((name) => forecasts.writesUnit(name));
  const changed = [...new Set([...real.changed, ...written])];
  return { ...real, changed: changed.filter((name) => forecasts.unit(name)?.needDaemonReload !== false) };
}

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
  const foreseen = forecasts.below(root);
  if (forecasts.entry(root)?.entry === null) return null;
  if (foreseen.length === 0) return real;
  const prefix = normalise(root);
  const entries = new Map<string, object>((real ?? []).map((entry) => [entry.path, entry]));
  for (const [path, { entry }] of foreseen) {
    const relative = path === prefix ? "" : path.slice(prefix === "/" ? 1 : prefix.length + 1);
    const merged = mergeEntry(entry, entries.get(relative) ?? null);
    if (merged) entries.set(relative, { ...merged, path: relative });
    else removeBelow(entries, relative);
  }
  return entries.size === 0 ? null : [...entries.values()];
}

function removeBelow(entries: Map<string, object>, path: string): void {
  for (const name of entries.keys()) if (name === path || name.startsWith(`${path}/`)) entries.delete(name);
}
