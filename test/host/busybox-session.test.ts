import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { HostSession } from "../../engine/host/host-session.ts";
import { openCommand } from "../../engine/host/transport/local.ts";
import { describeSession } from "./behaviour/describe-session.ts";

const busybox = ["/bin/busybox", "/usr/bin/busybox"].find((path) => existsSync(path));
const canChroot = process.getuid?.() === 0 && busybox !== undefined && isStatic(busybox);

// A host on which everything is busybox: no coreutils, no getent, no systemd.
describe.skipIf(!canChroot)("busybox", () => {
  const root = mkdtempSync(join(tmpdir(), "play-busybox-"));
  if (canChroot) furnish(root, busybox);
  afterAll(() => {
    execFileSync("umount", [join(root, "proc")]);
    rmSync(root, { recursive: true, force: true });
  });
  const transport = () => openCommand(["chroot", root, "/bin/sh"], "a folder of busybox");
  describeSession("in a chroot", async () => new HostSession(transport()), { kind: "login" });
});

function isStatic(path: string): boolean {
  return execFileSync("file", ["-L", path], { encoding: "utf8" }).includes("statically linked");
}

function furnish(root: string, path: string): void {
  for (const folder of ["bin", "sbin", "usr/bin", "usr/sbin", "dev", "proc", "etc", "tmp", "root"])
    mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(path, join(root, "bin/busybox"));
  execFileSync("chroot", [root, "/bin/busybox", "--install", "-s"]);
  for (const [name, minor] of [
    ["null", "3"],
    ["zero", "5"],
  ] as const)
    execFileSync("mknod", ["-m", "666", join(root, "dev", name), "c", "1", minor]);
  execFileSync("mount", ["-t", "proc", "proc", join(root, "proc")]);
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
  writeFileSync(join(root, "etc/group"), "root:x:0:\n");
}
