import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is put into the playbook's folder: text or bytes, with a mode if it matters, or a link. */
export type Furniture = string | Uint8Array | { readonly text: string; readonly mode: number } | Link;

interface Link {
  readonly link: string;
}

/** Makes files of the controller, by their paths in the playbook's folder. */
export function furnish(items: Readonly<Record<string, Furniture>>): (folder: string) => void {
  return (folder) => {
    for (const [name, item] of Object.entries(items)) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      put(path, item);
    }
  };
}

function put(path: string, item: Furniture): void {
  if (typeof item === "string" || item instanceof Uint8Array) {
    writeFileSync(path, item);
  } else if ("link" in item) {
    symlinkSync(item.link, path);
  } else {
    writeFileSync(path, item.text);
    chmodSync(path, item.mode);
  }
}
