import { z } from "zod";
import type { AnyModule } from "../module/contract.ts";

/** Every name an option goes by, with its own name. */
export function optionNames(module: AnyModule): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(module.args.shape)) {
    if (isInternal(schema)) continue;
    names.set(name, name);
    const aliases: unknown = z.globalRegistry.get(schema)?.["aliases"];
    if (Array.isArray(aliases)) for (const alias of aliases) names.set(String(alias), name);
  }
  return names;
}

/** Whether any name will do, as for set_fact. */
export function takesAnyOption(module: AnyModule): boolean {
  const { catchall } = module.args.def;
  return catchall !== undefined && !(catchall instanceof z.ZodNever);
}

/** Whether the runner gives it, and never a playbook. */
export function isInternal(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.["internal"] === true;
}
