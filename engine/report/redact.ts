import { hideObviousSecrets, redacted } from "./obvious-secrets.ts";

/** Shorter texts are not replaced: they are no secrets, and replacing every "a" makes output worthless. */
const shortestSecret = 4;

/** A line of a longer secret, or a piece of its base64 form, is replaced only from this length on. */
const shortestPiece = 8;

/**
 * A function that replaces secrets in a text, longest first: each secret as it is, trimmed, line by line, escaped as in
 * JSON or a URL, and encoded with base64, alone or inside a longer text. Secrets that are added to the set later count as
 * well. Private keys are taken out whether they are known or not.
 */
export function makeRedact(secrets: ReadonlySet<string>): (text: string) => string {
  let known = 0;
  let pattern: RegExp | undefined;
  return (text) => {
    if (secrets.size !== known) [known, pattern] = [secrets.size, secretPattern(secrets)];
    return hideObviousSecrets(pattern ? text.replaceAll(pattern, redacted) : text);
  };
}

function secretPattern(secrets: ReadonlySet<string>): RegExp | undefined {
  const forms = new Set([...secrets].flatMap((secret) => formsOf(secret)));
  if (forms.size === 0) return undefined;
  const longestFirst = [...forms].sort((left, right) => right.length - left.length);
  return new RegExp(longestFirst.map((form) => escapePattern(form)).join("|"), "g");
}

function formsOf(secret: string): string[] {
  const trimmed = secret.trim();
  if (trimmed.length < shortestSecret) return [];
  const lines = trimmed.split(/\r?\n/).map((line) => line.trim());
  const pieces = [...lines, ...base64Forms(trimmed)].filter((piece) => piece.length >= shortestPiece);
  return [secret, trimmed, inJson(secret), inJson(trimmed), inUrl(trimmed), inShell(trimmed), ...pieces];
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inUrl(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** As it stands between quotes of a shell. */
function inShell(text: string): string {
  return text.replaceAll("'", `'\\''`);
}

/** Base64 depends on where in the whole text the secret starts: three forms, less the characters its neighbours share. */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const first = Math.ceil((offset * 8) / 6);
    const last = Math.floor((bytes.length * 8) / 6);
    return [bytes.toString("base64").slice(first, last), bytes.toString("base64url").slice(first, last)];
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
