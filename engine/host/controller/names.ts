import { readFile } from "node:fs/promises";

/** Names of users or groups by number, of this machine. */
export type Names = ReadonlyMap<number, string>;

/** From /etc/passwd and /etc/group: passwd(5), group(5). Users of a directory service stay numbers. */
export async function readNames(file: "/etc/passwd" | "/etc/group"): Promise<Names> {
  const names = new Map<number, string>();
  for (const line of (await textOf(file)).split("\n")) {
    const [name, , id] = line.split(":");
    if (name && id && !names.has(Number(id))) names.set(Number(id), name);
  }
  return names;
}

/** The number of a name, or of a number as text; undefined where nobody has that name. */
export function idOf(names: Names, name: string): number | undefined {
  const found = [...names].find(([, known]) => known === name);
  return found ? found[0] : /^\d+$/.test(name) ? Number(name) : undefined;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return "";
  }
}
