import type { ForecastEntry } from "../../../host/change.ts";

const types: Readonly<Record<number, ForecastEntry["type"]>> = { 8: "file", 4: "directory", 10: "link" };

const form = /^([0-9a-f]+) (\d+) (-?\d+) (\d+) (\d+) (\S+) (\S+) (.*)$/;

/** Reads the lines after `there` that `compareScript` prints: what is below the destination, by path. */
export function parseThere(text: string): ReadonlyMap<string, ForecastEntry> {
  const lines = text.slice(text.indexOf("\nthere\n") + 1).split("\n");
  return new Map(lines.flatMap(parseLine));
}

function parseLine(line: string): [string, ForecastEntry][] {
  const match = form.exec(line);
  if (match === null) return [];
  const [raw = "", size, mtime, uid, gid, owner = "", group = "", path = ""] = match.slice(1);
  const bits = Number.parseInt(raw, 16);
  const entry: ForecastEntry = {
    // the file type is in the upper four of sixteen bits: inode(7)
    type: types[bits >> 12] ?? "char",
    mode: (bits & 0o7777).toString(8).padStart(4, "0"),
    size: Number(size),
    mtime: Number(mtime),
    uid: Number(uid),
    gid: Number(gid),
    owner,
    group,
  };
  return [[path.replaceAll(/^(\.?\/)+|\/+$/g, ""), entry]];
}
