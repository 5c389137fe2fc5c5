import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCommand, toolPath } from "./command.ts";
import type { HostState } from "./state.ts";
import { sandboxFile } from "./state.ts";

/** A host's disk: in memory, for etcd waits for its disk at each write; gone with the sandbox, not with a reboot. */
export interface Disk {
  /** Folders that must not lie on an overlay: ordinary ones are bound over them. */
  readonly plainFolders: readonly string[];
}

/** Makes the disk: writes go to it, all else is read from the root file system `root`. Answers nspawn's arguments. */
export async function createDisk(
  id: number,
  host: HostState,
  { root, disk }: { root: string; disk: Disk },
): Promise<readonly string[]> {
  const folder = sandboxFile.disk(id, host.name);
  mkdirSync(folder, { recursive: true });
  await readCommand(["mount", "-t", "tmpfs", "-o", "mode=0755,size=50%", "play-sandbox", folder]);
  const parts = { upper: join(folder, "upper"), work: join(folder, "work"), merged: join(folder, "root") };
  for (const part of Object.values(parts)) mkdirSync(part);
  const layers = `lowerdir=${root},upperdir=${parts.upper},workdir=${parts.work}`;
  await readCommand(["mount", "-t", "overlay", "-o", layers, "play-sandbox", parts.merged]);
  const binds = disk.plainFolders.map((path) => {
    const plain = join(folder, "plain", path);
    mkdirSync(plain, { recursive: true });
    return `--bind=${plain}:${path}`;
  });
  return [`--directory=${parts.merged}`, ...binds];
}

/** Blocking, for exit handlers. */
export function removeDisk(id: number, host: HostState): void {
  const folder = sandboxFile.disk(id, host.name);
  if (!existsSync(folder)) return;
  const mounted = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((path) => path === folder || path.startsWith(`${folder}/`));
  // a mount is listed after the one that it lies on
  for (const path of mounted.toReversed())
    spawnSync("umount", ["--lazy", path], { env: { PATH: toolPath }, stdio: "inherit" });
}
