/** Something wrong with a path: made by shell text in a folder of its own. */
export interface PathFault {
  /** Makes it, in the folder `$1`, once the old file is at `$2`. */
  readonly make?: string;
  /** Where the file is; the folder is given. */
  readonly path?: (folder: string) => string;
  /** What the error must name, where that is not the path itself. */
  readonly names?: (folder: string) => string;
  /** There is no old file. */
  readonly empty?: true;
  /** The user who plays; root where not given. */
  readonly user?: "deploy";
  /** What the error must say; undefined: nothing is wrong with it, and all works. */
  readonly says?: RegExp;
  /** Words of the hint that it must give. */
  readonly hint?: RegExp;
}

const mounted = (options: string) => `mount -t tmpfs -o ${options} none "$1"`;

/** Done before the old file is made: a file system of the folder's own. */
export const ownFileSystem: Readonly<Record<string, string>> = {
  "a full file system": mounted("size=128k"),
  "no inode left": mounted("size=1m"),
  "a read-only file system": mounted("size=1m"),
  "an immutable file": mounted("size=1m"),
  "an immutable directory": mounted("size=1m"),
};

export const pathFaults: Readonly<Record<string, PathFault>> = {
  "a full file system": {
    make: 'cat /dev/zero >"$1/fill" 2>/dev/null || true',
    says: /No space left on device/,
    hint: /df -h/,
  },
  "no inode left": {
    make: 'mount -o remount,nr_inodes="$(df --output=iused "$1" | tail -n 1 | tr -d " ")" "$1"',
    says: /No space left on device/,
    hint: /df -i/,
  },
  "a read-only file system": {
    make: 'mount -o remount,ro "$1"',
    says: /Read-only file system/,
    hint: /read-only/,
  },
  "an immutable file": {
    make: 'if [ -d "$2" ]; then touch "$2/a"; chattr +i "$2/a"; else chattr +i "$2"; fi',
    says: /Operation not permitted|Permission denied|Cannot (open|unlink): File exists/,
    hint: /lsattr/,
  },
  "an immutable directory": {
    make: 'if [ -d "$2" ]; then chattr +i "$2"; else chattr +i "$1"; fi',
    says: /Operation not permitted/,
    hint: /lsattr/,
  },
  "no permission to write": {
    user: "deploy",
    make: 'chmod a+rX "$2"',
    says: /Permission denied|Operation not permitted/,
    hint: /become|only root/,
  },
  "no permission to read": {
    user: "deploy",
    make: 'chmod 600 "$2"; chmod 700 "$1"',
    says: /Permission denied|no permission/,
    hint: /become/,
  },
  "a directory at the path": { make: 'rm -rf "$2"; mkdir "$2"', says: /directory/ },
  "a file where a directory is needed": {
    empty: true,
    make: 'echo old >"$1/below"',
    path: (folder) => `${folder}/below/file`,
    names: (folder) => `${folder}/below`,
    says: /a directory is needed|does not exist|Not a directory/,
  },
  "no directory for it": {
    empty: true,
    path: (folder) => `${folder}/none/file`,
    names: (folder) => `${folder}/none`,
    says: /does not exist/,
  },
  "a dangling link": { empty: true, make: 'ln -s nowhere "$2"' },
  "a link in a circle": {
    empty: true,
    make: 'ln -s other "$2"; ln -s "$2" "$1/other"',
    says: /circle/,
    hint: /circle/,
  },
  "a name with a line break and quotes": { path: (folder) => `${folder}/a\n'b' "c" $d` },
  "a name with a leading dash": { path: (folder) => `${folder}/-rf` },
  "a name of control characters": { path: (folder) => `${folder}/\u001b[31m\u0007\t` },
  "a name of 253 bytes": { path: (folder) => `${folder}/${"n".repeat(253)}` },
  "a name of 256 bytes": {
    empty: true,
    path: (folder) => `${folder}/${"n".repeat(256)}`,
    says: /is too long: at most 255 bytes/,
  },
  "a path of 5000 bytes": {
    empty: true,
    path: (folder) => `${folder}/${`${"n".repeat(99)}/`.repeat(50)}file`,
    names: (folder) => folder,
    says: /is too long: a path has at most 4095 bytes/,
  },
};
