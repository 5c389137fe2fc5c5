import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { SandboxHost } from "./sandbox.ts";

/** Copies files, or whole folders' contents, of this machine into a folder of the host: behind the engine's back. */
export function copyToHost(host: SandboxHost, sources: readonly string[], folder: string): void {
  const target = join(`/proc/${host.pid}/root`, folder);
  mkdirSync(target, { recursive: true });
  for (const source of sources) cpSync(source, join(target, basename(source)), { recursive: true });
}
