import { createHash } from "node:crypto";
import { createReadStream, type BigIntStats } from "node:fs";
import { access, constants, lstat, readlink, stat } from "node:fs/promises";
import { permissionsOf, typeOfMode } from "../query-kinds/entry-line.ts";
import type { Checksum, Entry, QueryTable } from "../query.ts";
import { unlessAbsent } from "./file-error.ts";
import { type Names, readNames } from "./names.ts";

/** Who has which number, read once per request. */
export interface Owners {
  readonly users: Names;
  readonly groups: Names;
}

export async function readOwners(): Promise<Owners> {
  const [users, groups] = await Promise.all([readNames("/etc/passwd"), readNames("/etc/group")]);
  return { users, groups };
}

/** The answer to a `stat` query. */
export async function readEntry(
  subject: QueryTable["stat"]["subject"],
  owners: Owners,
): Promise<Entry | null> {
  const { path, follow, checksum } = subject;
  const options = { bigint: true } as const;
  const stats = await unlessAbsent(path, follow ? stat(path, options) : lstat(path, options));
  const entry = stats && entryOf(stats, owners);
  if (!entry) return null;
  if (entry.type === "link") return { ...entry, target: await readlink(path) };
  const sum = entry.type === "file" && checksum !== "none" ? await checksumOf(path, checksum) : undefined;
  return sum ? { ...entry, checksum: sum } : entry;
}

function entryOf(stats: BigIntStats, { users, groups }: Owners): Entry | null {
  const mode = Number(stats.mode);
  const type = typeOfMode(mode);
  if (!type) return null;
  const [uid, gid] = [Number(stats.uid), Number(stats.gid)];
  return {
    type,
    mode: permissionsOf(mode),
    uid,
    gid,
    owner: users.get(uid) ?? String(uid),
    group: groups.get(gid) ?? String(gid),
    size: Number(stats.size),
    atime: Number(stats.atimeNs / 1_000_000_000n),
    mtime: Number(stats.mtimeNs / 1_000_000_000n),
    ctime: Number(stats.ctimeNs / 1_000_000_000n),
    inode: Number(stats.ino),
    device: Number(stats.dev),
    links: Number(stats.nlink),
  };
}

/** Of a file of any size, piece by piece; undefined where it may not be read. */
async function checksumOf(path: string, algorithm: Checksum): Promise<string | undefined> {
  try {
    await access(path, constants.R_OK);
  } catch {
    return undefined;
  }
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) {
    const bytes: Uint8Array = chunk;
    hash.update(bytes);
  }
  return hash.digest("hex");
}
