import { homedir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { AnyModule } from "../module/contract.ts";

/** Whether an option is a path of the controller that need not be there. */
export function isOwnPath(module: AnyModule, option: string): boolean {
  const schema = module.args.shape[option];
  return schema !== undefined && z.globalRegistry.get(schema)?.["ownPath"] === true;
}

/** Such a path, absolute: `~` is the own home, the rest is in the playbook's folder. A trailing slash stays. */
export function resolveOwnPath(value: string, playFolder: string): string {
  const expanded = /^~(?=\/|$)/.test(value) ? homedir() + value.slice(1) : value;
  const absolute = path.resolve(playFolder, expanded);
  return expanded.endsWith("/") && absolute !== "/" ? `${absolute}/` : absolute;
}
