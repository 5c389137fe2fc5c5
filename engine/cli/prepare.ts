import { existsSync } from "node:fs";
import path from "node:path";
import { ErrorCollector, type PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { compileVariables, type CompileContext } from "../compile/context.ts";
import { optionNames } from "../compile/option-names.ts";
import { type Selection, Selector } from "../compile/selector.ts";
import { templateFactory } from "../compile/template-factory.ts";
import { unreadIn } from "../compile/unread.ts";
import { loadInventory } from "../load/inventory/load-inventory.ts";
import { loadPlaybook, loadTasksFile } from "../load/load-playbook.ts";
import type { LoadOptions } from "../load/loading.ts";
import { ParsedFiles } from "../load/parsed-files.ts";
import { readVariableFile } from "../load/variables/read-variables.ts";
import { Vault } from "../load/vault/vault.ts";
import type { Playbook, TaskInclude, TaskItem } from "../model/playbook.ts";
import type { Vocabulary } from "../model/vocabulary.ts";
import { modules } from "../module/registry.ts";
import { vocabulary } from "../vocabulary/vocabulary.ts";
import { readExtraVariables } from "./extra-variables.ts";
import { limitedHosts } from "./limited-hosts.ts";
import type { Options } from "./options.ts";
import { packageFolder } from "./package-folder.ts";

/** All that was read before anything is compiled. */
export interface Prepared {
  readonly playbooks: readonly Playbook[];
  readonly context: CompileContext;
  readonly loading: LoadOptions;
}

/** How secrets are read and kept. */
export interface Secrecy {
  /** Is told what must never be shown. */
  readonly keepSecret?: (text: string) => void;
  readonly vault?: Vault;
}

/** Reads playbooks, inventories and extra variables. Mistakes are collected; what is usable goes on. */
export function prepare(
  options: Options,
  errors: ErrorCollector,
  { keepSecret, vault }: Secrecy = {},
): Prepared {
  const cwd = process.cwd();
  const loading: LoadOptions = { ...loadOptions(cwd), ...(vault && { vault }) };
  const inventory = loadInventory(inventorySources(options, cwd), loading, errors);
  const inventoryErrors = errors.errors.length;
  const extra = readExtraVariables(options.extraVariables, loading, errors);
  const playbooks = options.playbooks.flatMap(
    (name) => loadPlaybook(shippedOr(name, cwd), loading, errors) ?? [],
  );
  const unread = unreadIn(errors.errors, {
    playbook: playbooks.length < options.playbooks.length,
    inventory: errors.errors.slice(0, inventoryErrors).some(isMissingFile),
    variables: errors.errors.slice(inventoryErrors).some(isMissingVariables),
  });
  const words: Vocabulary = {
    ...vocabulary,
    openVault: (text) => (vault ?? new Vault([])).open(text),
    ...(keepSecret && { keepSecret }),
  };
  const templates = templateFactory(words, errors);
  const context: CompileContext = {
    errors,
    modules,
    inventory,
    limit: limitedHosts(options.limit, inventory, { cwd, unread, errors }),
    templates,
    extraVariables: compileVariables(extra, templates),
    selector: new Selector(selectionOf(options)),
    unread,
    readVariables: (file, source) => readVariableFile(file, new ParsedFiles(cwd, errors, vault), source),
    readTasks: (file, include) => soundTasks(file, include, loading),
  };
  return { playbooks, context, loading };
}

function soundTasks(
  file: string,
  { origin }: TaskInclude,
  loading: LoadOptions,
): readonly TaskItem[] | undefined {
  const errors = new ErrorCollector();
  const tasks = loadTasksFile(file, origin, loading, errors);
  return errors.errors.length > 0 ? undefined : tasks;
}

function selectionOf({ tags, skipTags, roles, startAtTask }: Options): Selection {
  return { tags, skipTags, roles, ...(startAtTask !== undefined && { startAt: startAtTask }) };
}

function isMissingFile({ code }: PlayError): boolean {
  return code === "FILE_NOT_FOUND" || code === "FILE_UNREADABLE" || code === "VAULT";
}

/** A file of variables that is named in vars_files or by -e @file. */
function isMissingVariables(error: PlayError): boolean {
  const { source } = error;
  if (!source || !isMissingFile(error)) return false;
  return source.file.path.startsWith("--extra-vars") || isInVariableFiles(source);
}

/** Whether no other keyword stands between `vars_files:` and the place. */
function isInVariableFiles({ file, start }: Source): boolean {
  return /vars_files\s*:[^:]*$/.test(file.text.slice(0, start));
}

function loadOptions(cwd: string): LoadOptions {
  const all = [...modules.values()];
  return {
    moduleNames: new Set(modules.keys()),
    freeFormModules: new Set(
      all.filter((module) => module.freeForm !== undefined).map((module) => module.name),
    ),
    moduleOptions: new Map(all.map((module) => [module.name, new Set(optionNames(module).keys())])),
    rolePath: [path.join(packageFolder, "roles")],
    cwd,
  };
}

/** Without any, `localhost` is all there is, and `all` is not it: what is meant for hosts must not hit this machine. */
function inventorySources({ inventories }: Options, cwd: string): readonly string[] {
  if (inventories.length > 0) return inventories;
  const usual = path.join("inventory", "hosts");
  return existsSync(path.join(cwd, usual)) ? [usual] : [];
}

/** A playbook as given or in `playbooks/`, else one that play brings. */
function shippedOr(name: string, cwd: string): string {
  const here = [path.resolve(cwd, name), path.resolve(cwd, "playbooks", name)];
  const shipped = path.join(packageFolder, "playbooks", name);
  return !here.some((file) => existsSync(file)) && existsSync(shipped) ? shipped : name;
}
