import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ErrorCollector, PlayError } from "../base/play-error.ts";
import { compileVariables, type CompileContext } from "../compile/context.ts";
import { Selector } from "../compile/selector.ts";
import { templateFactory } from "../compile/template-factory.ts";
import { loadInventory } from "../load/inventory/load-inventory.ts";
import { loadPlaybook } from "../load/load-playbook.ts";
import type { LoadOptions } from "../load/loading.ts";
import type { Inventory } from "../model/inventory.ts";
import { matchPattern } from "../model/match-pattern.ts";
import { parsePattern } from "../model/pattern.ts";
import type { Playbook } from "../model/playbook.ts";
import { modules } from "../module/registry.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";
import { readExtraVariables } from "./extra-variables.ts";
import { stopOnMistakes } from "./mistakes.ts";
import type { Options } from "./options.ts";
import { packageFolder } from "./package-folder.ts";

/** All that was read before anything is compiled. */
export interface Prepared {
  readonly playbooks: readonly Playbook[];
  readonly context: CompileContext;
  readonly loading: LoadOptions;
}

/** Reads playbooks, inventories and extra variables. Mistakes are collected. */
export function prepare(options: Options, errors: ErrorCollector): Prepared {
  const cwd = process.cwd();
  const loading = loadOptions(cwd);
  const inventory = loadInventory(inventorySources(options, cwd), cwd, errors);
  const playbooks = options.playbooks.flatMap(
    (name) => loadPlaybook(shippedOr(name, cwd), loading, errors) ?? [],
  );
  const extra = readExtraVariables(options.extraVariables, loading, errors);
  const limit = errors.attempt(() => limitedHosts(options.limit, inventory, cwd));
  // what was read wrongly would only bring forth more mistakes
  if (playbooks.length < options.playbooks.length) stopOnMistakes(errors);
  const templates = templateFactory(vocabulary, errors);
  const selection = {
    tags: options.tags,
    skipTags: options.skipTags,
    roles: options.roles,
    ...(options.startAtTask !== undefined && { startAt: options.startAtTask }),
  };
  const context: CompileContext = {
    errors,
    modules,
    inventory,
    limit,
    templates,
    extraVariables: compileVariables(extra, templates),
    selector: new Selector(selection),
  };
  return { playbooks, context, loading };
}

function loadOptions(cwd: string): LoadOptions {
  const all = [...modules.values()];
  return {
    moduleNames: new Set(modules.keys()),
    freeFormModules: new Set(
      all.filter((module) => module.freeForm !== undefined).map((module) => module.name),
    ),
    rolePath: [path.join(packageFolder, "roles")],
    cwd,
  };
}

function inventorySources({ inventories }: Options, cwd: string): readonly string[] {
  if (inventories.length > 0) return inventories;
  const usual = path.join("inventory", "hosts");
  return existsSync(path.join(cwd, usual)) ? [usual] : ["localhost,"];
}

/** A playbook as given or in `playbooks/`, else one that play brings. */
function shippedOr(name: string, cwd: string): string {
  const here = [path.resolve(cwd, name), path.resolve(cwd, "playbooks", name)];
  const shipped = path.join(packageFolder, "playbooks", name);
  return !here.some((file) => existsSync(file)) && existsSync(shipped) ? shipped : name;
}

/** `--limit`: a pattern, or `@file` with one on each line. Throws NO_HOSTS. */
function limitedHosts(
  limit: string | undefined,
  inventory: Inventory,
  cwd: string,
): ReadonlySet<string> | undefined {
  if (limit === undefined) return undefined;
  const pattern = limit.startsWith("@") ? readLimitFile(path.resolve(cwd, limit.slice(1))) : limit;
  const file = { path: "--limit", text: pattern };
  const hosts = matchPattern(parsePattern(pattern, { file, start: 0, end: pattern.length }), inventory);
  if (hosts.length > 0) return new Set(hosts);
  throw new PlayError("NO_HOSTS", `--limit ${limit} leaves no host`, {
    hint: "play --list-hosts shows who there is",
  });
}

function readLimitFile(file: string): string {
  try {
    const lines = readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim());
    return lines.filter((line) => line !== "" && !line.startsWith("#")).join(",");
  } catch (cause) {
    throw new PlayError("FILE_UNREADABLE", `the file of --limit, ${file}, cannot be read`, { cause });
  }
}
