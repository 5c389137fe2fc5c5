import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { byPath } from "../query-kinds/by-path.ts";
import type { QueryTable, TreeEntry } from "../query.ts";
import { type Owners, readEntry } from "./entry.ts";
import { unlessAbsent } from "./file-error.ts";

/** The answer to a `tree` query: parents before what is in them, names in order. */
export async function readTree(
  subject: QueryTable["tree"]["subject"],
  owners: Owners,
): Promise<readonly TreeEntry[] | null> {
  const entries: TreeEntry[] = [];
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const full = path === "" ? subject.path : join(subject.path, path);
    const entry = await readEntry({ path: full, follow: false, checksum: subject.checksum }, owners);
    if (!entry) continue;
    entries.push({ ...entry, path });
    if (entry.type !== "directory") continue;
    const names = (await unlessAbsent(full, readdir(full))) ?? [];
    waiting.push(...names.map((name) => (path === "" ? name : `${path}/${name}`)));
  }
  return entries.length > 0 ? entries.sort(byPath) : null;
}
