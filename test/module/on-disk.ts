import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { Action, Content } from "../../engine/host/change.ts";
import type { Query } from "../../engine/host/query.ts";
import type { Probe } from "../../engine/module/contract.ts";

/** Answers stat and read from this machine, as far as certificates need it. */
export function ask(probe: Probe): Record<string, unknown> {
  return Object.fromEntries(Object.entries(probe).map(([name, query]) => [name, answer(query)]));
}

function answer(query: Query): unknown {
  if (query.kind !== "stat" && query.kind !== "read") throw new Error(`no answer for ${query.kind}`);
  const { path } = query.subject;
  if (!existsSync(path)) return null;
  if (query.kind === "read") return readFileSync(path);
  const found = statSync(path);
  const type = found.isDirectory() ? "directory" : "file";
  return { type, mode: (found.mode & 0o7777).toString(8).padStart(4, "0") };
}

/** Carries actions out on this machine. */
export async function apply(actions: readonly Action[]): Promise<void> {
  for (const action of actions) {
    if (action.kind === "run") {
      const input = action.stdin && (await bytesOf(action.stdin));
      execFileSync("sh", ["-c", action.script.text], { stdio: "pipe", ...(input && { input }) });
      continue;
    }
    if (action.kind === "fetch") throw new Error("nothing is fetched here");
    writeFileSync(action.path, await bytesOf(action.content));
    if (action.mode !== undefined) chmodSync(action.path, Number.parseInt(action.mode, 8));
  }
}

async function bytesOf(content: Content): Promise<Uint8Array> {
  if (content.kind === "bytes") return content.bytes;
  if (content.kind === "made") return content.make();
  throw new Error(`no content of kind ${content.kind}`);
}
