import path from "node:path";
import type { z } from "zod";
import { PlayError } from "../base/play-error.ts";
import { badOption } from "../compile/args.ts";
import type { CompileContext } from "../compile/context.ts";
import { fileSearchPath, findFile, missingFile } from "../compile/files.ts";
import { isOwnPath, resolveOwnPath } from "../compile/own-paths.ts";
import type { CompiledArg, CompiledTask } from "../compile/program.ts";
import { toText } from "../model/text-form.ts";
import type { Unknown } from "../model/value.ts";
import { findUnknown, type Value, type ValueMap } from "../model/value.ts";
import type { AnyModule } from "../module/contract.ts";
import type { Forecasts } from "./forecasts.ts";
import type { LayeredScope } from "./layers.ts";
import { omitToken } from "./magic.ts";

/** Options as values; an option that is `omit` is not there. */
export function renderArgs(task: CompiledTask, scope: LayeredScope): ValueMap {
  const rendered = task.args.map((arg): [string, Value] => [nameOf(arg, scope), arg.template.render(scope)]);
  return Object.fromEntries(
    rendered.filter(([, value]) => value !== omitToken).map(([name, value]) => [name, withoutOmitted(value)]),
  );
}

function nameOf({ name, nameTemplate }: CompiledArg, scope: LayeredScope): string {
  return nameTemplate ? toText(nameTemplate.render(scope)) : name;
}

function withoutOmitted(value: Value): Value {
  if (Array.isArray(value))
    return value.filter((item) => item !== omitToken).map((item: Value) => withoutOmitted(item));
  return value;
}

/** What of the options is not known yet, in a check run. */
export function unknownArg(args: ValueMap): Unknown | undefined {
  return findUnknown(args);
}

/** Leaves out options that hold content which is not known yet, and tells the reason in `content_unknown`. */
export function withoutUnknownContent(args: ValueMap, { module }: CompiledTask): ValueMap {
  if (module.kind !== "module") return args;
  const unknown = module.contentOptions.flatMap((name) => {
    const found = findUnknown(args[name] ?? null);
    return found ? [[name, found.reason] as const] : [];
  });
  const [first] = unknown;
  if (!first) return args;
  const left = new Set(unknown.map(([name]) => name));
  const known = Object.entries(args).filter(([name]) => !left.has(name));
  return { ...Object.fromEntries(known), content_unknown: first[1] };
}

/** The options as the module's schema reads them. Throws BAD_OPTION at the option. */
export function parseArgs(task: CompiledTask, args: ValueMap): z.output<AnyModule["args"]> {
  try {
    const parsed = task.module.args.safeParse(args);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0] ?? "");
    throw badOption(task.module, argNamed(task, name), issue?.message ?? "is not acceptable");
  } catch (error) {
    if (!(error instanceof PlayError) || error.source) throw error;
    throw new PlayError(error.code, error.message, { source: task.moduleSource, hint: error.hint });
  }
}

function argNamed(task: CompiledTask, name: string): Pick<CompiledArg, "name" | "template"> {
  const [any] = task.args;
  const found = task.args.find((arg) => arg.name === name);
  if (found) return found;
  const template = any?.template ?? task.name;
  return { name, template: { ...template, source: task.moduleSource } };
}

interface RunnersKnowledge {
  readonly task: CompiledTask;
  /** Its name in the inventory. */
  readonly host: string;
  readonly playFolder: string;
}

/** Makes paths of the controller absolute, and tells a module that asks for it who the host is. */
export function addRunnersOptions(
  args: ValueMap,
  { task: { module }, host, playFolder }: RunnersKnowledge,
): ValueMap {
  const absolute = Object.entries(args).map(([name, value]): [string, Value] => {
    const isPath = typeof value === "string" && value !== "" && isOwnPath(module, name);
    return [name, isPath ? resolveOwnPath(value, playFolder) : value];
  });
  const asksForHost = "inventory_hostname" in module.args.shape;
  return { ...Object.fromEntries(absolute), ...(asksForHost && { inventory_hostname: host }) };
}

interface Locating {
  readonly task: CompiledTask;
  readonly playFolder: string;
  readonly scope: LayeredScope;
  readonly forecasts: Forecasts;
  readonly templates: CompileContext["templates"];
}

/** Puts absolute paths in the place of the controller's files, and the text of the template that is to be rendered. */
export function locateFiles(args: ValueMap, locating: Locating): ValueMap {
  const { module } = locating.task;
  if (module.kind !== "module" || isYes(args["remote_src"])) return args;
  const located = Object.entries(module.localFiles).flatMap(([name, kind]): [string, Value][] => {
    const value = args[name];
    if (typeof value !== "string" || value === "" || value.includes("://")) return [];
    if (kind === "command") return [[name, locateCommand(value, name, locating)]];
    return [[name, locate(value, { name, kind }, locating)]];
  });
  const found = { ...args, ...Object.fromEntries(located) };
  if (module.renders === undefined) return found;
  const file = found[module.renders];
  if (typeof file !== "string") return found;
  return { ...found, content: locating.templates.file(file).render(templateScope(locating, file)) };
}

/** `template` tells its files where they come from. */
function templateScope({ scope }: Locating, file: string): LayeredScope {
  const entries = new Map<string, Value>([
    ["template_path", file],
    ["template_fullpath", path.resolve(file)],
  ]);
  return scope.with({ kind: "values", entries });
}

interface Wanted {
  readonly name: string;
  readonly kind: "files" | "templates";
}

function locate(value: string, { name, kind }: Wanted, { task, playFolder, forecasts }: Locating): string {
  const searchPath = fileSearchPath(task, playFolder, kind);
  const found = findFile(value, searchPath) ?? foreseenFile(value, searchPath, forecasts);
  if (found === undefined) throw missingFile(value, argNamed(task, name), searchPath);
  return value.endsWith("/") && !found.endsWith("/") ? `${found}/` : found;
}

function locateCommand(value: string, name: string, locating: Locating): string {
  const word = /^(\S+)([^]*)$/.exec(value);
  const file = word?.[1] ?? value;
  const found = locate(file, { name, kind: "files" }, locating);
  return `${/[\s'"\\]/.test(found) ? `'${found.replaceAll("'", `'\\''`)}'` : found}${word?.[2] ?? ""}`;
}

/** A file that an earlier task of a check run would have made. */
function foreseenFile(name: string, searchPath: readonly string[], forecasts: Forecasts): string | undefined {
  const candidates = path.isAbsolute(name) ? [name] : searchPath.map((folder) => path.join(folder, name));
  return candidates.find((candidate) => (forecasts.entry(candidate)?.entry ?? null) !== null);
}

function isYes(value: Value | undefined): boolean {
  return value === true || (typeof value === "string" && /^(yes|true|on|1)$/i.test(value));
}
