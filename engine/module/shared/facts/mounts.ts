import type { ResultFields } from "../../contract.ts";
import type { Sections } from "./sections.ts";

interface Space {
  readonly size_total: number;
  readonly size_available: number;
}

/** File systems on a device or of another host, each once; bytes. */
export function mountFacts(sections: Sections): ResultFields {
  const spaces = new Map(sections.lines("df").slice(1).flatMap(readSpace));
  const seen = new Set<string>();
  const mounts = sections.lines("mounts").flatMap((line) => {
    const [device = "", mount = "", fstype = "", options = ""] = line.split(" ").map(unescaped);
    if (!isDevice(device) || seen.has(mount)) return [];
    seen.add(mount);
    return [{ device, mount, fstype, options, ...spaces.get(mount) }];
  });
  return { mounts };
}

function isDevice(device: string): boolean {
  return device.startsWith("/") || device.includes(":/");
}

/** `/dev/sda1 1000 400 600 40% /mnt/a b`, blocks of 1024 bytes. */
function readSpace(line: string): readonly (readonly [string, Space])[] {
  const match = /\s(\d+)\s+\d+\s+(\d+)\s+\S+\s+(\/.*)$/.exec(line);
  if (!match) return [];
  const [, total, available, mount = ""] = match;
  return [[mount, { size_total: Number(total) * 1024, size_available: Number(available) * 1024 }]];
}

/** proc_pid_mounts(5): blanks, tabs, newlines and backslashes are octal. */
function unescaped(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCodePoint(Number.parseInt(octal, 8)),
  );
}
