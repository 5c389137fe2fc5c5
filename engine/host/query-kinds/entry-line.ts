import type { Checksum, Entry } from "../query.ts";

/** stat(1)'s format for {@link parseEntryLine}; understood alike by coreutils and busybox. Names cannot hold a colon. */
export const entryFormat = "%f:%u:%g:%s:%X:%Y:%Z:%i:%d:%h:%U:%G";

/** The command that prints a checksum of each file, one line each. */
export const checksumCommand = {
  md5: "md5sum",
  sha1: "sha1sum",
  sha256: "sha256sum",
} as const satisfies Record<Checksum, string>;

const types: Readonly<Record<number, Entry["type"]>> = {
  0o01: "fifo",
  0o02: "char",
  0o04: "directory",
  0o06: "block",
  0o10: "file",
  0o12: "link",
  0o14: "socket",
};

/** File type of a st_mode (inode(7)); undefined for what no Linux file has. */
export function typeOfMode(mode: number): Entry["type"] | undefined {
  return types[mode >> 12];
}

/** Permission bits of a st_mode as four octal digits. */
export function permissionsOf(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}

/** Null where the line is not one of stat's. */
export function parseEntryLine(line: string): Entry | null {
  const [mode, uid, gid, size, atime, mtime, ctime, inode, device, links, owner, group] = line.split(":");
  if (!mode || owner === undefined || group === undefined) return null;
  const type = typeOfMode(Number.parseInt(mode, 16));
  if (!type) return null;
  return {
    type,
    mode: permissionsOf(Number.parseInt(mode, 16)),
    uid: Number(uid),
    gid: Number(gid),
    owner: nameOr(owner, uid),
    group: nameOr(group, gid),
    size: Number(size),
    atime: Number(atime),
    mtime: Number(mtime),
    ctime: Number(ctime),
    inode: Number(inode),
    device: Number(device),
    links: Number(links),
  };
}

/** stat prints UNKNOWN for an id without a name. */
function nameOr(name: string, id: string | undefined): string {
  return name === "UNKNOWN" ? String(id) : name;
}

/** The digest in a line of sha256sum and its kin: a backslash before it says that the name is escaped. */
export function digestOf(line: string | undefined): string | undefined {
  return /^\\?([0-9a-f]{32,64}) /.exec(line ?? "")?.[1];
}
