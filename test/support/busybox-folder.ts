import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const busybox = ["/bin/busybox", "/usr/bin/busybox"].find((path) => existsSync(path) && isStatic(path));

/** Whether this machine can make a folder of busybox and enter it. */
export const canMakeBusyboxFolder = process.getuid?.() === 0 && busybox !== undefined;

export interface RootFolder {
  readonly path: string;
  remove(): void;
}

/** A root file system in which everything is busybox: no bash, no coreutils, no getent, no systemd. */
export function makeBusyboxFolder(): RootFolder {
  const path = mkdtempSync(join(tmpdir(), "play-busybox-"));
  for (const folder of [
    "bin",
    "sbin",
    "usr/bin",
    "usr/sbin",
    "dev",
    "proc",
    "etc",
    "root",
    "home/someone",
    "srv",
    "opt",
  ])
    mkdirSync(join(path, folder), { recursive: true });
  for (const folder of ["tmp", "var/tmp"]) mkdirSync(join(path, folder), { recursive: true });
  chmodSync(path, 0o755);
  execFileSync("chmod", ["1777", join(path, "tmp"), join(path, "var/tmp")]);
  copyFileSync(busybox ?? "", join(path, "bin/busybox"));
  execFileSync("chroot", [path, "/bin/busybox", "--install", "-s"]);
  for (const [name, minor] of [
    ["null", "3"],
    ["zero", "5"],
    ["urandom", "9"],
  ] as const)
    execFileSync("mknod", ["-m", "666", join(path, "dev", name), "c", "1", minor]);
  execFileSync("mount", ["-t", "proc", "proc", join(path, "proc")]);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, "etc", file), text);
  execFileSync("chown", ["-R", "1000:1000", join(path, "home/someone")]);
  return {
    path,
    remove: () => {
      execFileSync("umount", [join(path, "proc")]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

const files = {
  passwd:
    "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/:/bin/false\nsomeone:x:1000:1000::/home/someone:/bin/sh\ndeploy:x:1001:1001::/home:/bin/sh\n",
  group: "root:x:0:\ndaemon:x:1:\nsomeone:x:1000:\ndeploy:x:1001:\n",
  shadow: "root:*:19000::::::\nsomeone:*:19000::::::\n",
  shells: "/bin/sh\n",
};

function isStatic(path: string): boolean {
  return execFileSync("file", ["-L", path], { encoding: "utf8" }).includes("statically linked");
}
