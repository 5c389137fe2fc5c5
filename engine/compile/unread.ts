import type { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";

/** Whether something that is missing may stand in a file that could not be read as it is. */
export interface Unread {
  readonly variable: (name: string) => boolean;
  readonly handler: (name: string) => boolean;
  readonly host: (name: string) => boolean;
  /** A tag, a role or a task. */
  readonly word: (word: string) => boolean;
}

/** What else is known to be missing altogether. */
export interface Missing {
  /** A playbook: its tasks are not known. */
  readonly playbook: boolean;
  readonly inventory: boolean;
  /** A file of variables. */
  readonly variables: boolean;
}

/**
 * Judged by the text of the files that the errors are in: one mistake shall be told once, and not again as the names
 * that it hides.
 */
export function unreadIn(errors: readonly PlayError[], missing: Missing): Unread {
  const files = new Map(
    errors.flatMap(({ source }) => (source ? [[source.file.path, source.file.text]] : [])),
  );
  const texts = [...files.values()];
  const holds = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  return {
    variable: (name) =>
      missing.variables ||
      missing.inventory ||
      holds(new RegExp(`(^|[\\s{,"'])${name}["']?\\s*[:=]`, "m")) ||
      texts.some((text) => isRegistered(name, text)),
    handler: (name) => holds(new RegExp(`(name|listen):\\s*["']?${escaped(name)}["']?\\s*$`, "m")),
    host: (name) => missing.inventory || holds(new RegExp(`^[\\s[]*${escaped(name)}([\\s:\\]]|$)`, "m")),
    word: (word) => missing.playbook || holds(new RegExp(`(^|[^\\w])${escaped(word)}([^\\w]|$)`, "m")),
  };
}

/** Whether a pattern's term may name a host or group of an inventory that could not be read. */
export function hidesHost(term: Source | undefined, unread: Unread | undefined): boolean {
  if (!term || !unread) return false;
  const text = term.file.text.slice(term.start, term.end);
  return unread.host(text.replace(/^[&!]/, "").replace(/\[[^\]]*\]$/, ""));
}

/** `register: name`, even where the keyword is misspelt. */
function isRegistered(name: string, text: string): boolean {
  const uses = text.matchAll(new RegExp(`(\\w+):\\s*["']?${name}["']?\\s*$`, "gm"));
  const keywords = ["register", "loop_var", "index_var"];
  return [...uses].some(([, keyword = ""]) => suggest(keyword, keywords) !== undefined);
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
