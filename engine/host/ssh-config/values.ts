import type { HostKeyChecking } from "../transport/host-key.ts";
import { badSshConfig, type Directive } from "./parse-ssh-config.ts";
import type { Found } from "./resolve.ts";

/** Readers of values; they throw SSH_CONFIG with the line. */

export function firstOf(found: Found, keyword: string): Directive | undefined {
  return found.get(keyword)?.[0];
}

export function readOptional<Value>(
  found: Found,
  keyword: string,
  read: (directive: Directive) => Value,
): Value | undefined {
  const directive = firstOf(found, keyword);
  return directive && read(directive);
}

export function readFlag(directive: Directive): boolean {
  const value = directive.text.toLowerCase();
  if (value === "yes" || value === "true") return true;
  if (value === "no" || value === "false") return false;
  throw badSshConfig(directive.place, `${directive.keyword} is "${directive.text}"`, "yes or no");
}

export function readPort(directive: Directive): number {
  const port = Number(directive.text);
  if (/^\d+$/.test(directive.text) && port > 0 && port < 65_536) return port;
  throw badSshConfig(directive.place, `port "${directive.text}" is not a port`, "a number from 1 to 65535");
}

export function readCount(directive: Directive): number {
  if (/^\d+$/.test(directive.text)) return Number(directive.text);
  throw badSshConfig(directive.place, `${directive.keyword} is "${directive.text}"`, "a whole number");
}

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Seconds: `90`, `1m30s` (sshd_config(5), TIME FORMATS). Undefined for `none`. */
export function readTime(directive: Directive): number | undefined {
  const text = directive.text.toLowerCase();
  if (text === "none") return undefined;
  if (!/^(\d+[smhdw]?)+$/.test(text))
    throw badSshConfig(
      directive.place,
      `${directive.keyword} is "${directive.text}"`,
      "a time such as 10 or 1m30s",
    );
  const parts = [...text.matchAll(/(\d+)([smhdw]?)/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ""] ?? 1), 0);
}

/** Nobody is there to be asked, fifty hosts at a time: what ssh would ask about is refused. */
const checkings: Readonly<Record<string, HostKeyChecking>> = {
  yes: "yes",
  true: "yes",
  ask: "yes",
  "accept-new": "accept-new",
  no: "no",
  false: "no",
  off: "no",
};

export function readChecking({ text, place }: Directive): HostKeyChecking {
  const checking = checkings[text.toLowerCase()];
  if (checking) return checking;
  throw badSshConfig(place, `StrictHostKeyChecking is "${text}"`, "yes, accept-new or no");
}
