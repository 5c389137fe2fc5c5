import type { AnyModule } from "./contract.ts";
import { ping } from "./library/ping.ts";
import { service } from "./library/service.ts";
import { systemd } from "./library/systemd.ts";

const all: readonly AnyModule[] = [ping, service, systemd];

/** Every module that play brings, by name. */
export const modules: ReadonlyMap<string, AnyModule> = new Map(all.map((module) => [module.name, module]));
