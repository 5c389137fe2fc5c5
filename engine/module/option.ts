import { z } from "zod";
import { PlayError } from "../base/play-error.ts";

/**
 * Types for module options. Each takes what Ansible takes, in YAML or as `k=v` text, and gives one clean type.
 * `help` is the line that `play doc` prints; `aliases` are the other names that playbooks use.
 */
export interface OptionNotes {
  readonly aliases?: readonly string[];
  /** A list of expressions without braces (`that`, `var`): compiled as such, passed as their values. */
  readonly expression?: boolean;
  /** Never shown: not in output, not in results. */
  readonly secret?: boolean;
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

/** An absolute path on a host (`~` and `~user` allowed), without a trailing slash unless it is `/`. */
export function path(help: string, notes: OptionNotes = {}): z.ZodType<string> {
  return z
    .preprocess(toText, z.string("must be a path").regex(/^[^\0]+$/, "must not be empty or hold a NUL byte"))
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
  if (/^([ugoa]*[-+=]([rwxXst]*|[ugo]))+(,[ugoa]*[-+=]([rwxXst]*|[ugo]))*$/.test(value)) return value;
  throw new PlayError("BAD_MODE", `mode ${value} is not octal`, { hint: 'write it as text: mode: "0644"' });
}

function numberToMode(value: number): string {
  const asWritten = String(value);
  const looksOctal = /^[0-7]{3,4}$/.test(asWritten) && /^[1-7]?[4-7][0-7]{2}$/.test(asWritten);
  if (!Number.isInteger(value) || value < 0 || value > 0o7777 || looksOctal)
    throw new PlayError(
      "BAD_MODE",
      `mode ${asWritten} is a decimal number, which would set the bits 0${value.toString(8)}`,
      {
        hint: `write it as text: mode: "${asWritten.padStart(4, "0")}"`,
      },
    );
  return value.toString(8).padStart(4, "0");
}
