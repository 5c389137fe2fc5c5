import { posix } from "node:path";
import type { Change, Forecast, ForecastEntry } from "../host/change.ts";
import { queryKey, type AnswerOf, type Entry, type Query, type Unit } from "../host/query.ts";
import { overlay } from "./foreseen-answers.ts";
import { foldersAbove, normalise } from "./path-text.ts";
import { omitReload, unitFolder, unitOf } from "./foreseen-units.ts";

/** To whom belongs what is made. */
export type Maker = Partial<Pick<Entry, "owner" | "uid" | "group" | "gid">>;

export const rootMaker: Maker = { owner: "root", uid: 0, group: "root", gid: 0 };

export interface ForecastPath {
  readonly entry: ForecastEntry | null;
  readonly content: Uint8Array | undefined;
  /** A directory that would be made anew: of what is below it on the machine now, nothing will be left. */
  readonly isAnew: boolean;
}

/** Links that may follow one another, as Linux counts. */
const mostLinks = 40;

/** What the machine would be like after changes that a check run only planned. */
export class Forecasts {
  readonly #entries = new Map<string, ForecastPath>();
  readonly #units = new Map<string, Partial<Unit>>();
  /** Units whose files would be written after systemd had read all of them; undefined: it would not read them. */
  #unread: Set<string> | undefined;
  readonly #answers = new Map<string, unknown>();
  #changed = false;

  /** Whether anything would, or might, have been changed on this machine by now. */
  get changed(): boolean {
    return this.#changed;
  }

  /** Something may have been changed, and nothing is known of it. */
  recordUnknown(): void {
    this.#changed = true;
  }

  record(changes: readonly Change[], maker: Maker): void {
    if (changes.length > 0) this.#changed = true;
    for (const forecast of changes.flatMap((change) => change.forecasts ?? []))
      this.#recordOne(forecast, maker);
  }

  /** The answer with the forecasts put over it. Throws {@link NotForeseeable} where only a run could tell. */
  apply<Q extends Query>(query: Q, real: AnswerOf<Q>): AnswerOf<Q> {
    return overlay(this, query, real);
  }

  /** The same question past the links that are only foreseen: the machine could not follow them. */
  redirect(query: Query): Query {
    if (this.#entries.size === 0 || !("path" in query.subject)) return query;
    const follow = query.kind === "read" || (query.kind === "stat" && query.subject.follow);
    const path = this.#resolve(normalise(query.subject.path), follow, mostLinks);
    if (path === normalise(query.subject.path)) return query;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the path is another one
    return { ...query, subject: { ...query.subject, path } } as Query;
  }

  entry(path: string): ForecastPath | undefined {
    const wanted = normalise(path);
    return this.#entries.get(wanted) ?? (this.#isGone(wanted) ? absent : undefined);
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
    const isRead = this.#unread?.has(name) === false;
    return isRead ? { ...this.#units.get(name), needDaemonReload: false } : this.#units.get(name);
  }

  /** Whether a file or drop-in of this unit would be written. */
  writesUnit(name: string): boolean {
    const file = `${unitFolder}/${name}`;
    return this.entry(file)?.entry?.type === "file" || this.below(`${file}.d`).length > 0;
  }

  #recordOne(forecast: Forecast, maker: Maker): void {
    if (forecast.kind === "answer") {
      this.#answers.set(queryKey(forecast.query), forecast.answer);
      return;
    }
    if (forecast.kind === "reload") {
      this.#unread = new Set();
      return;
    }
    if (forecast.kind === "unit") {
      this.#units.set(forecast.name, { ...this.#units.get(forecast.name), ...forecast.unit });
      return;
    }
    this.#recordEntry(forecast, maker);
  }

  #recordEntry(forecast: Extract<Forecast, { kind: "entry" }>, maker: Maker): void {
    const path = this.#resolve(normalise(forecast.path), false, mostLinks);
    if (forecast.entry === null) this.#forgetBelow(path);
    const before = this.entry(path);
    const entry = forecast.entry && marked(madeBy(maker, forecast.entry), forecast.content);
    const wasGone = before !== undefined && (before.isAnew || before.entry?.type !== "directory");
    this.#entries.set(path, {
      entry,
      content: forecast.content ?? contentKept(before, entry),
      isAnew: entry?.type === "directory" && wasGone,
    });
    const unit = unitOf(path);
    if (unit === undefined) return;
    this.#unread?.add(unit);
    this.#units.set(unit, omitReload(this.#units.get(unit)));
  }

  #forgetBelow(path: string): void {
    for (const below of this.#entries.keys()) if (below.startsWith(`${path}/`)) this.#entries.delete(below);
  }

  /** What stands above decides about a path of which nothing is said. */
  #isGone(path: string): boolean {
    for (const folder of foldersAbove(path)) {
      const above = this.#entries.get(folder);
      if (above) return above.isAnew || (above.entry?.type !== "directory" && above.entry?.type !== "link");
    }
    return false;
  }

  #resolve(path: string, followLast: boolean, left: number): string {
    const outermostFirst = [...(followLast ? [path] : []), ...foldersAbove(path)].toReversed();
    for (const prefix of outermostFirst) {
      const target = this.#entries.get(prefix)?.entry?.target;
      if (target === undefined || left === 0) continue;
      const led = posix.join(posix.resolve(posix.dirname(prefix), target), path.slice(prefix.length));
      return this.#resolve(led, followLast, left - 1);
    }
    return path;
  }
}

const absent: ForecastPath = { entry: null, content: undefined, isAnew: false };

function madeBy({ owner, uid, group, gid }: Maker, entry: ForecastEntry): ForecastEntry {
  const hasOwner = entry.owner !== undefined || entry.uid !== undefined;
  const hasGroup = entry.group !== undefined || entry.gid !== undefined;
  return {
    ...entry,
    ...(!hasOwner && owner !== undefined && { owner }),
    ...(!hasOwner && uid !== undefined && { uid }),
    ...(!hasGroup && group !== undefined && { group }),
    ...(!hasGroup && gid !== undefined && { gid }),
  };
}

/** Tells content that is not known from all other such content; an inode is that of a file that keeps what is in it. */
function marked(entry: ForecastEntry, content: Uint8Array | undefined): ForecastEntry {
  const isKnown = content !== undefined || entry.checksum !== undefined || entry.inode !== undefined;
  if (entry.type !== "file" || isKnown || entry.contentToCome !== undefined) return entry;
  return { ...entry, contentToCome: Symbol("content that the run makes") };
}

/** Another mode or owner leaves the content that was foreseen before. */
function contentKept(before: ForecastPath | undefined, entry: ForecastEntry | null): Uint8Array | undefined {
  const same = before?.entry?.type === entry?.type && before?.entry?.checksum === entry?.checksum;
  return same ? before?.content : undefined;
}
