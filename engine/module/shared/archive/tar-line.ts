import { toOctal, type Member } from "./member.ts";

/** `-rw-r--r-- root/root 3 2024-01-31 12:00:05 a b`, as GNU tar and busybox print it; the seconds may be missing. */
const form =
  /^(?<letter>[-a-zA-Z])(?<permissions>\S{9})\S*\s+\S+\s+(?<size>\d+)(,\d+)?\s+(?<day>\d{4}-\d\d-\d\d) (?<minute>\d\d:\d\d)(?<second>:\d\d)?\S* (?<name>.*)$/;

const types: Readonly<Record<string, Member["type"]>> = { "-": "file", d: "directory", l: "link", h: "hard" };

/** A line of `tar -tv`, times in UTC; undefined for anything else. */
export function parseTarLine(line: string): Member | undefined {
  const parts = form.exec(line)?.groups;
  if (parts === undefined) return undefined;
  const { letter = "", permissions = "", size, day, minute, second, name = "" } = parts;
  const type = types[letter] ?? "other";
  return {
    ...splitName(name, type),
    type,
    mode: toOctal(permissions),
    size: Number(size),
    time: Date.parse(`${day}T${minute}${second ?? ":00"}Z`) / 1000,
    precision: second === undefined ? 60 : 1,
  };
}

const separators: Partial<Record<Member["type"], string>> = { link: " -> ", hard: " link to " };

function splitName(name: string, type: Member["type"]): Pick<Member, "path" | "target"> {
  const separator = separators[type];
  if (separator === undefined) return { path: name, target: undefined };
  const [path = "", target] = name.split(separator);
  return { path, target };
}
