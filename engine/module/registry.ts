import type { AnyModule } from "./contract.ts";
import { ping } from "./library/ping.ts";

const all: readonly AnyModule[] = [ping];

/** Every module that play brings, by name. */
export const modules: ReadonlyMap<string, AnyModule> = new Map(all.map((module) => [module.name, module]));
