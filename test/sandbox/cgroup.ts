import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SandboxError } from "./sandbox-error.ts";

/** One mounted hierarchy of cgroups(7), with the folder of our own group in it. */
interface Hierarchy {
  /** "cpuset", "name=systemd", ...; "" is version 2. */
  readonly controllers: string;
  readonly ownFolder: string;
}

/**
 * The folders of a control group `name` below our own group, one in each mounted hierarchy: some ten of them under
 * version 1, one under version 2. Nothing is created yet.
 */
export function planCgroups(name: string): readonly string[] {
  const hierarchies = parseHierarchies(
    readFileSync("/proc/self/cgroup", "utf8"),
    readFileSync("/proc/self/mountinfo", "utf8"),
  );
  if (hierarchies.length > 0) return hierarchies.map(({ ownFolder }) => join(ownFolder, name));
  throw new SandboxError(
    "no control groups are mounted below /sys/fs/cgroup: systemd cannot boot without them",
  );
}

/** Takes the texts of /proc/self/cgroup (cgroups(7)) and /proc/self/mountinfo (proc(5)). */
export function parseHierarchies(cgroupText: string, mountText: string): readonly Hierarchy[] {
  const hierarchies: Hierarchy[] = [];
  for (const line of cgroupText.trim().split("\n")) {
    const [, controllers = "", ...path] = line.split(":");
    const mount = findMount(controllers, mountText);
    if (mount === undefined) continue;
    const ownPath = path.join(":");
    const inside = ownPath.startsWith(mount.root) ? ownPath.slice(mount.root.length) : "";
    hierarchies.push({ controllers, ownFolder: join(mount.folder, inside) });
  }
  return hierarchies;
}

/** A mount of a part of the hierarchy, as containers have it, shows the groups below `root` only. */
function findMount(controllers: string, mountText: string): { root: string; folder: string } | undefined {
  for (const line of mountText.split("\n")) {
    const [left = "", right = ""] = line.split(" - ");
    const [, , , root = "", folder = ""] = left.split(" ");
    const [type, , options = ""] = right.split(" ");
    const isMatch =
      controllers === ""
        ? type === "cgroup2"
        : type === "cgroup" && hasAll(options.split(","), controllers.split(","));
    if (isMatch && folder.startsWith("/sys/fs/cgroup")) return { root, folder };
  }
  return undefined;
}

function hasAll(found: readonly string[], want: readonly string[]): boolean {
  return want.every((word) => found.includes(word));
}

export function createCgroups(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder);
    } catch (cause) {
      throw new SandboxError(
        `could not create the control group ${folder}: is /sys/fs/cgroup mounted read-only?`,
        { cause },
      );
    }
    copyCpuset(folder);
  }
}

/** Version 1 lets no process into a cpuset group before it has been given processors and memory. */
function copyCpuset(folder: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const isVersion1 = existsSync(join(folder, "cpuset.memory_migrate"));
    if (isVersion1) writeFileSync(join(folder, file), readFileSync(join(dirname(folder), file)));
  }
}

/** The pids in the groups and in all groups below them. */
export function processesIn(folders: readonly string[]): readonly number[] {
  const pids = folders.flatMap(withGroupsBelow).flatMap((folder) => readPids(folder));
  return [...new Set(pids)];
}

/** Removes the groups, which hold no process any more, the innermost first. */
export function removeCgroups(folders: readonly string[]): void {
  for (const folder of folders.flatMap(withGroupsBelow)) {
    if (existsSync(folder)) rmdirSync(folder);
  }
}

function withGroupsBelow(folder: string): readonly string[] {
  try {
    const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [...below.flatMap((entry) => withGroupsBelow(join(folder, entry.name))), folder];
  } catch {
    return []; // gone meanwhile: the host removes groups of its own all the time
  }
}

function readPids(folder: string): readonly number[] {
  try {
    return readFileSync(join(folder, "cgroup.procs"), "utf8").trim().split("\n").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
