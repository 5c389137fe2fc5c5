/**
 * Queries are plain data: what to read, never how. A session turns many of them into few commands.
 * `subject` identifies what is asked, so two equal queries are asked once.
 */
export type Query<Answer = unknown> = {
  readonly [Kind in QueryKind]: {
    readonly kind: Kind;
    readonly subject: QueryTable[Kind]["subject"];
    readonly where: Where;
    /** Only for the type checker. */
    readonly answer?: Answer;
  };
}[QueryKind];

/** On the host that the task runs for, or on the machine that play runs on. */
export type Where = "host" | "controller";

export type QueryKind = keyof QueryTable;

/** Every kind of query with its subject and its answer. Null: it is not there. */
export interface QueryTable {
  /** lstat(2); with `follow`, stat(2) of what a link leads to (null if that is missing). */
  stat: { subject: { path: string; follow: boolean; checksum: Checksum | "none" }; answer: Entry | null };
  /** A path and all below it, links not followed; null if absent. Checksums of regular files where asked. */
  tree: { subject: { path: string; checksum: Checksum | "none" }; answer: readonly TreeEntry[] | null };
  /**
   * A file's bytes, links followed: all, or with `limit` at most the first so many. Null if absent or not a regular
   * file, and in a check run where a forecast file's content is not known. An unreadable file is an error.
   */
  read: { subject: { path: string; limit?: number }; answer: Uint8Array | null };
  /** `systemctl show`; a unit that systemd does not know has loadState "not-found". */
  unit: { subject: { name: string }; answer: Unit };
  /** What systemd itself has read: names of its units, and of those whose files are newer than what it has read. */
  manager: { subject: Readonly<Record<string, never>>; answer: Manager };
  /** Passwd entry by name or numeric id. */
  user: { subject: { name: string }; answer: UserEntry | null };
  group: { subject: { name: string }; answer: GroupEntry | null };
  /** A read-only script of a module's own; `name` says what it reads, for messages. */
  script: { subject: { name: string; script: string }; answer: ScriptAnswer };
}

export type Checksum = "sha1" | "sha256" | "md5";

export interface Entry {
  readonly type: "file" | "directory" | "link" | "fifo" | "socket" | "block" | "char";
  /** Permission bits as four octal digits: "0644", "4755". */
  readonly mode: string;
  readonly uid: number;
  readonly gid: number;
  /** Name, or the number as text where it has none. */
  readonly owner: string;
  readonly group: string;
  /** Bytes. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly atime: number;
  readonly mtime: number;
  readonly ctime: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  /** Where a link points, as written in it. */
  readonly target?: string;
  /** Hexadecimal; only where asked, and only of regular files that can be read. */
  readonly checksum?: string;
}

export interface TreeEntry extends Entry {
  /** Relative to the tree's root; the root itself is "". */
  readonly path: string;
}

export interface Unit {
  readonly name: string;
  /** loaded, not-found, masked, error, … */
  readonly loadState: string;
  /** active, inactive, failed, activating, … */
  readonly activeState: string;
  readonly subState: string;
  /** enabled, disabled, static, masked, … ; "" where there is no file. */
  readonly unitFileState: string;
  /** The file on disk is newer than what systemd has read. */
  readonly needDaemonReload: boolean;
}

export interface Manager {
  readonly loaded: readonly string[];
  readonly changed: readonly string[];
}

export interface UserEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
}

export interface ScriptAnswer {
  readonly rc: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export type AnswerOf<Q> = Q extends Query<infer Answer> ? Answer : never;

interface StatOptions {
  readonly follow?: boolean;
  readonly checksum?: Checksum;
}

export const stat = (path: string, options: StatOptions = {}): Query<Entry | null> => ({
  kind: "stat",
  subject: { path, follow: options.follow ?? false, checksum: options.checksum ?? "none" },
  where: "host",
});

export const tree = (
  path: string,
  checksum: Checksum | "none" = "none",
): Query<readonly TreeEntry[] | null> => ({
  kind: "tree",
  subject: { path, checksum },
  where: "host",
});

export const read = (path: string, options: { readonly limit?: number } = {}): Query<Uint8Array | null> => ({
  kind: "read",
  subject: { path, ...options },
  where: "host",
});

export const unit = (name: string): Query<Unit> => ({ kind: "unit", subject: { name }, where: "host" });

export const manager = (): Query<Manager> => ({ kind: "manager", subject: {}, where: "host" });

export const user = (name: string): Query<UserEntry | null> => ({
  kind: "user",
  subject: { name },
  where: "host",
});

export const group = (name: string): Query<GroupEntry | null> => ({
  kind: "group",
  subject: { name },
  where: "host",
});

/** Must change nothing on the host; quote with `sh`. */
export const script = (name: string, text: { readonly text: string }): Query<ScriptAnswer> => ({
  kind: "script",
  subject: { name, script: text.text },
  where: "host",
});

/** The same question, put to the controller. */
export function onController<Answer>(query: Query<Answer>): Query<Answer> {
  return { ...query, where: "controller" };
}

/** Equal for equal questions; the key of every cache and forecast. */
export function queryKey(query: Query): string {
  return `${query.where} ${query.kind} ${JSON.stringify(query.subject)}`;
}
