import type { AnyModule } from "./contract.ts";
import { command } from "./library/command.ts";
import { ping } from "./library/ping.ts";
import { raw } from "./library/raw.ts";
import { script } from "./library/script.ts";
import { service } from "./library/service.ts";
import { shell } from "./library/shell.ts";
import { systemd } from "./library/systemd.ts";

const all: readonly AnyModule[] = [command, ping, raw, script, service, shell, systemd];

/** Every module that play brings, by name. */
export const modules: ReadonlyMap<string, AnyModule> = new Map(all.map((module) => [module.name, module]));
