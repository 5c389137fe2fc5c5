import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { SandboxError } from "./sandbox-error.ts";

const cli = resolve(import.meta.dirname, "../../engine/cli/main.js");

export function say(title: string): void {
  console.log(`\n=== ${title}\n`);
}

/** Plays before the user's eyes; answers how many seconds it took. */
export async function shown(title: string, words: readonly string[]): Promise<number> {
  say(`${title}: play ${words.join(" ")}`);
  const start = performance.now();
  const child = spawn(process.execPath, [cli, ...words], { stdio: "inherit" });
  await ended(child, words);
  return Math.round((performance.now() - start) / 1000);
}

/** The same; that something was changed is an error. */
export async function shownUnchanged(words: readonly string[]): Promise<number> {
  say(`Again: nothing is left to change: play ${words.join(" ")}`);
  const start = performance.now();
  const colour = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const child = spawn(process.execPath, [cli, ...words], {
    stdio: ["inherit", "pipe", "inherit"],
    env: { ...process.env, ...colour },
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => said.push(part)).pipe(process.stdout, { end: false });
  await ended(child, words);
  const recap = stripVTControlCharacters(Buffer.concat(said).toString());
  if (!recap.includes("changed=0") || /changed=[1-9]/.test(recap))
    throw new SandboxError(`play ${words.join(" ")} was to change nothing, and did`);
  return Math.round((performance.now() - start) / 1000);
}

async function ended(child: ChildProcess, words: readonly string[]): Promise<void> {
  const [status] = await once(child, "close");
  if (status !== 0) throw new SandboxError(`play ${words.join(" ")} ended with ${String(status)}`);
}
