import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The folder that holds play's own package.json, roles/ and playbooks/. */
export const packageFolder: string = findUp(import.meta.dirname);

function findUp(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  return findUp(path.dirname(folder));
}

export function packageVersion(): string {
  const text = readFileSync(path.join(packageFolder, "package.json"), "utf8");
  const content: unknown = JSON.parse(text);
  const isNamed = typeof content === "object" && content !== null && "version" in content;
  return isNamed ? String(content.version) : "unknown";
}
