import { z } from "zod";
import { PlayError } from "../base/play-error.ts";
import type { Value } from "../model/value.ts";

/**
 * Types for module options. Each takes what Ansible takes, in YAML or as `k=v` text, and gives one clean type.
 * `help` is the line that `play doc` prints; `aliases` are the other names that playbooks use.
 */
export interface OptionNotes {
  readonly aliases?: readonly string[];
  /** Expressions without braces (`that`, `var`): each arrives as an {@link Evaluated}, a list of them as a list. */
  readonly expression?: boolean;
  /** Never shown: not in output, not in results. */
  readonly secret?: boolean;
  /** Given by the runner (a rendered template), never by a playbook. */
  readonly internal?: boolean;
  /** A path on the host: the runner replaces a leading `~` or `~user`. Set by {@link path} and {@link pathOrFolder}. */
  readonly hostPath?: boolean;
  /** A path on the controller, which need not be there: the runner makes it absolute. Set by {@link ownPath}. */
  readonly ownPath?: boolean;
}

/** An expression as the runner hands it over: `{ expression: "x > 1", value: true }`; no value: it is undefined. */
export interface Evaluated {
  readonly expression: string;
  readonly value?: Value | undefined;
}

/** Makes the notes of every option hold for its optional form and its form with a default, too. */
export function carryNotes(args: z.ZodObject): void {
  for (const schema of Object.values(args.shape)) {
    const notes = notesWithin(schema);
    if (notes && !z.globalRegistry.has(schema)) z.globalRegistry.add(schema, notes);
  }
}

function notesWithin(schema: z.core.$ZodType): z.core.GlobalMeta | undefined {
  const notes = z.globalRegistry.get(schema);
  if (notes) return notes;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return notesWithin(schema.def.innerType);
  return undefined;
}

const yes = new Set(["yes", "on", "1", "true", "y", "t"]);
const no = new Set(["no", "off", "0", "false", "n", "f"]);

/** Ansible's booleans: `yes`, `no`, `true`, `on`, `1`, … in any case. */
export function flag(help: string, notes: OptionNotes = {}): z.ZodType<boolean> {
  return z.preprocess(toBoolean, z.boolean("must be yes or no")).meta({ description: help, ...notes });
}

function toBoolean(value: unknown): unknown {
  if (value === 1) return true;
  if (value === 0) return false;
  if (typeof value !== "string") return value;
  const word = value.toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : value;
}

/** Text; numbers and booleans become text as Ansible does. */
export function text(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z.preprocess(toText, z.string("must be text")).meta({ description: help, ...notes });
}

function toText(value: unknown): unknown {
  if (typeof value === "boolean") return value ? "True" : "False";
  return typeof value === "number" ? String(value) : value;
}

/** Set by the runner where an option that holds content is not known yet: the reason. */
export const unknownContentOption = text("Why the content is not known yet", { internal: true }).optional();

/** Text, or a mapping or list that becomes JSON: the content of a file. */
export function textOrJson(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z
    .preprocess(
      (value) => (typeof value === "object" && value !== null ? JSON.stringify(value) : toText(value)),
      z.string("must be text"),
    )
    .meta({ description: help, ...notes });
}

/** One expression or a list of them; the runner evaluates them. */
export function expressions(help: string, notes: OptionNotes = {}): z.ZodType<readonly Evaluated[]> {
  return z
    .preprocess((value) => (isOne(value) ? [value] : value), z.array(evaluated))
    .meta({ description: help, expression: true, ...notes });
}

const evaluated = z.object({ expression: z.string(), value: z.custom<Value>().optional() });

function isOne(value: unknown): boolean {
  return value !== undefined && value !== null && !Array.isArray(value);
}

/** Any value, as it is. */
export function anything(help: string, notes: OptionNotes = {}): z.ZodType<Value> {
  return z.custom<Value>((value) => value !== undefined, "is missing").meta({ description: help, ...notes });
}

/** What Linux takes: PATH_MAX with its NUL byte, and NAME_MAX of nearly every file system. */
const longest = { path: 4095, name: 255 };

const pathText = z
  .string("must be a path")
  .regex(/^[^\0]+$/, "must not be empty or hold a NUL byte")
  .refine(
    (path) => Buffer.byteLength(path) <= longest.path,
    `is too long: a path has at most ${longest.path} bytes`,
  )
  .refine(
    (path) => path.split("/").every((name) => Buffer.byteLength(name) <= longest.name),
    `has a name in it that is too long: at most ${longest.name} bytes`,
  );

/** An absolute path on a host (`~` and `~user` allowed), without a trailing slash unless it is `/`. */
export function path(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z
    .preprocess((value) => withoutTrailingSlash(toText(value)), pathText)
    .meta({ description: help, hostPath: true, ...notes });
}

/** A path whose trailing slash means something: `dest: /etc/` is a place in /etc, `src: site/` what is in site. */
export function pathOrFolder(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z.preprocess(toText, pathText).meta({ description: help, hostPath: true, ...notes });
}

/**
 * A path on the controller to write to. The runner makes it absolute, `~` is the home of play's user, and anything else is
 * in the playbook's folder. A trailing slash stays.
 */
export function ownPath(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z.preprocess(toText, pathText).meta({ description: help, ownPath: true, ...notes });
}

/** Set by the runner: the host's name in the inventory, also where the task is delegated. */
export const inventoryHostnameOption = text("The host's name", { internal: true }).default("");

function withoutTrailingSlash(value: unknown): unknown {
  return typeof value === "string" && value.length > 1 ? value.replace(/(?<=.)\/+$/, "") : value;
}

/** A mapping of text to text: HTTP headers, environment variables. */
export function textMap(help: string, notes: OptionNotes = {}): z.ZodType<Readonly<Record<string, string>>> {
  return z
    .record(z.string(), z.preprocess(toText, z.string("must be text")), "must be a mapping")
    .meta({ description: help, ...notes });
}

export function integer(help: string, notes: OptionNotes = {}): z.ZodType<number> {
  return z
    .preprocess(
      (value) => (typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value),
      z.int("must be a whole number"),
    )
    .meta({ description: help, ...notes });
}

export function choice<const Words extends readonly [string, ...string[]]>(
  words: Words,
  help: string,
  notes: OptionNotes = {},
): z.ZodType<Words[number]> {
  return z.enum(words, `must be one of ${words.join(", ")}`).meta({ description: help, ...notes });
}

/** A list of texts; a single text counts as a list of one, or of the parts between its commas. */
export function list(help: string, notes: OptionNotes = {}): z.ZodType<readonly string[]> {
  return z
    .preprocess(toList, z.array(z.preprocess(toText, z.string("must be text"))))
    .meta({ description: help, ...notes });
}

function toList(value: unknown): unknown {
  if (typeof value === "string") return value === "" ? [] : value.split(",").map((part) => part.trim());
  return Array.isArray(value) || value === undefined || value === null ? value : [value];
}

/**
 * A file mode as four octal digits ("0644"), or a symbolic one ("u=rw,go=r") as it is.
 * YAML reads a plain 0644 as the number 420, which is taken; a plain 644 is refused, since it means octal 1204.
 */
export function mode(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z
    .preprocess((value) => toMode(value), z.string("must be an octal mode"))
    .meta({ description: help, ...notes });
}

function toMode(value: unknown): unknown {
  if (typeof value === "number") return numberToMode(value);
  if (typeof value !== "string" || value === "preserve") return value;
  const octal = /^(?:0o?)?([0-7]{3,4})$/.exec(value)?.[1];
  if (octal !== undefined) return octal.padStart(4, "0");
  if (value.split(",").every((clause) => /^[ugoa]*([-+=]([rwxXst]*|[ugo]))+$/.test(clause))) return value;
  throw new PlayError("BAD_MODE", `mode ${value} is not octal`, { hint: 'write it as text: mode: "0644"' });
}

function numberToMode(value: number): string {
  const bits = Number.isInteger(value) && value >= 0 && value <= 0o7777 ? value : undefined;
  if (bits !== undefined && isUsualMode(bits) && !mistakenForOctal.has(bits)) return octalDigits(bits);
  const asWritten = String(value);
  throw new PlayError("BAD_MODE", `mode ${asWritten} is a decimal number${bitsOf(bits)}`, {
    hint: `write it as text: mode: "${asWritten.padStart(4, "0")}"`,
  });
}

/** 0620 and 0764, which nobody means: these are `mode: 400` and `mode: 500` without the leading zero. */
const mistakenForOctal = new Set([400, 500]);

/** The owner may read, the group may do no more than the owner, and others no more than the group. */
function isUsualMode(bits: number): boolean {
  const [owner, group, others] = [(bits >> 6) & 7, (bits >> 3) & 7, bits & 7];
  return (owner & 4) !== 0 && (group & ~owner) === 0 && (others & ~group) === 0;
}

function bitsOf(bits: number | undefined): string {
  return bits === undefined ? "" : `, which would set the bits ${octalDigits(bits)}`;
}

function octalDigits(bits: number): string {
  return bits.toString(8).padStart(4, "0");
}
