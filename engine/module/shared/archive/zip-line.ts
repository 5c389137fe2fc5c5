import { toOctal, type Member } from "./member.ts";

/** `-rw-r--r--  3.0 unx  3 tx stor 20240131.120005 a b`. */
const form =
  /^(?<letter>[-a-z])(?<permissions>\S*)\s+\S+\s+\S+\s+(?<size>\d+)\s+\S+\s+\S+\s+(?<day>\d{8})\.(?<time>\d{6}) (?<path>.*)$/;

/** A line of `unzip -ZT` (zipinfo(1)), times in UTC; undefined for anything else. */
export function parseZipLine(line: string): Member | undefined {
  const parts = form.exec(line)?.groups;
  if (parts === undefined) return undefined;
  const { letter, permissions = "", size, day = "", time = "", path = "" } = parts;
  const date = day.replace(/(....)(..)(..)/, "$1-$2-$3");
  return {
    path,
    type: path.endsWith("/") ? "directory" : letter === "l" ? "link" : "file",
    mode: toOctal(permissions),
    size: Number(size),
    time: Date.parse(`${date}T${time.replace(/(..)(..)(..)/, "$1:$2:$3")}Z`) / 1000,
    precision: 1,
    target: undefined,
  };
}
