import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plainProfile } from "../sandbox/profile.ts";
import { ensureRootFileSystem } from "../sandbox/root-file-system.ts";
import type { RootFolder } from "./busybox-folder.ts";

/** The root file system of sandbox hosts as a folder, in which nothing runs; what is written to it stays in memory. */
export async function makeDebianFolder(): Promise<RootFolder> {
  const lower = await ensureRootFileSystem(plainProfile);
  const folder = mkdtempSync(join(tmpdir(), "play-debian-"));
  mount("tmpfs", folder);
  const [upper, work, path] = [join(folder, "upper"), join(folder, "work"), join(folder, "root")];
  for (const part of [upper, work, path]) mkdirSync(part);
  mount("overlay", path, `lowerdir=${lower},upperdir=${upper},workdir=${work}`);
  mount("proc", join(path, "proc"));
  return {
    path,
    remove: () => {
      execFileSync("umount", [join(path, "proc"), path, folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function mount(type: string, path: string, options = "defaults"): void {
  execFileSync("mount", ["-t", type, "-o", options, type, path]);
}
