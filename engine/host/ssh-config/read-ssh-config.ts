import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { ConfigTree } from "./config-tree.ts";
import { expandGlob } from "./expand-glob.ts";
import { badSshConfig, type Directive, parseSshConfig } from "./parse-ssh-config.ts";
import { expandEnvironment, expandTilde } from "./tokens.ts";

/** How deep files may include each other, as in ssh. */
const deepest = 16;

export interface ReadPlace {
  /** Where a relative `Include` is looked for: `~/.ssh` or `/etc/ssh`. */
  readonly folder: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A file and all that it includes; undefined where there is none. Throws SSH_CONFIG, FILE_UNREADABLE. */
export function readSshConfig(file: string, place: ReadPlace, depth = 0): ConfigTree | undefined {
  const text = readOrUndefined(file);
  if (text === undefined) return undefined;
  const expand = (directive: Directive): readonly (Directive | ConfigTree)[] =>
    directive.keyword === "include" ? included(directive, place, depth) : [directive];
  const sections = parseSshConfig(file, text).map(({ condition, directives }) => ({
    condition,
    entries: directives.flatMap(expand),
  }));
  return { sections };
}

function included(directive: Directive, place: ReadPlace, depth: number): readonly ConfigTree[] {
  if (depth === deepest) throw badSshConfig(directive.place, "files include each other too deep");
  return directive.words.flatMap((word) => {
    const named = expandTilde(expandEnvironment(word, place.environment), place.home);
    const files = expandGlob(path.resolve(place.folder, named));
    return files.flatMap((file) => readSshConfig(file, place, depth + 1) ?? []);
  });
}

function readOrUndefined(file: string): string | undefined {
  try {
    return statSync(file).isDirectory() ? undefined : readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PlayError("FILE_UNREADABLE", `${file} cannot be read`, {
      hint: `make it readable, or leave it alone with --ssh-config none`,
      cause: error,
    });
  }
}
