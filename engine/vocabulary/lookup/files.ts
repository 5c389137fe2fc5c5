import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import { toText } from "../../model/text-form.ts";
import type { Value } from "../../model/value.ts";
import { isList, isMap } from "../../model/value.ts";
import type { Call } from "../contract.ts";
import { globToRegex } from "../shared/glob.ts";
import { toBoolean } from "../shared/truth.ts";
import type { Lookup } from "./contract.ts";
import { findFile, needFile } from "./search.ts";

/** Lookups of files of the controller; relative names are looked for along the scope's search path. */
export const fileLookups = {
  file: {
    summary: "the contents of files, without newlines at their end (rstrip=false keeps them)",
    find: (terms, call) => terms.map((term) => readContents(toText(term), call)),
  },
  template: {
    summary: "template files with their expressions filled in",
    find: (terms, call) => terms.map((term) => renderFile(toText(term), call)),
  },
  fileglob: {
    summary: "the paths of the files that match a pattern such as conf.d/*.conf",
    find: (terms, call) => terms.flatMap((term) => globFiles(toText(term), call)),
  },
  first_found: {
    summary: "the path of the first of these files that exists; files=, paths=, skip=",
    find: findFirst,
  },
} satisfies Record<string, Lookup>;

function readContents(name: string, call: Call): string {
  const text = readFileSync(needFile(name, "file", call), "utf8");
  const right = toBoolean(call.named["rstrip"] ?? true) === true ? text.trimEnd() : text;
  return toBoolean(call.named["lstrip"] ?? false) === true ? right.trimStart() : right;
}

function renderFile(name: string, call: Call): Value {
  const { render } = call.scope;
  if (!render) throw new PlayError("BAD_VALUE", "the lookup template cannot be used here");
  return render(readFileSync(needFile(name, "template", call), "utf8"));
}

function globFiles(pattern: string, call: Call): string[] {
  const matches = globToRegex(path.basename(pattern));
  const folders = call.scope.searchPath.map((folder) => path.resolve(folder, path.dirname(pattern)));
  const absolute = path.isAbsolute(pattern) ? [path.dirname(pattern)] : folders;
  for (const folder of absolute) {
    const names = namesIn(folder).filter((name) => matches.test(name));
    const files = names.map((name) => path.join(folder, name)).filter(isFile);
    if (files.length > 0) return files;
  }
  return [];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // A folder that is not there, or not readable, has no files for us.
    return [];
  }
}

function isFile(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isFile() === true;
}

interface Candidates {
  readonly files: readonly string[];
  readonly paths: readonly string[];
  readonly skip: boolean;
}

function findFirst(terms: readonly Value[], call: Call): readonly Value[] {
  const options = Object.keys(call.named).length > 0 ? [call.named] : [];
  const candidates = [...terms, ...options]
    .flatMap((term) => (isList(term) ? term : [term]))
    .map(readCandidates);
  for (const { files, paths } of candidates) {
    const names = files.flatMap((file) =>
      paths.length === 0 ? [file] : paths.map((folder) => path.join(folder, file)),
    );
    const found = names.map((name) => findFile(name, call)).find((name) => name !== undefined);
    if (found !== undefined) return [found];
  }
  if (candidates.some(({ skip }) => skip)) return [];
  const names = candidates.flatMap(({ files }) => files);
  throw new PlayError("FILE_NOT_FOUND", `the lookup first_found finds none of: ${names.join(", ")}`, {
    hint: `looked in ${call.scope.searchPath.join(", ")}; skip=true makes it optional`,
  });
}

function readCandidates(term: Value): Candidates {
  if (!isMap(term)) return { files: [toText(term)], paths: [], skip: false };
  const skip = toBoolean(term["skip"] ?? false) === true || term["errors"] === "ignore";
  return { files: namesOf(term["files"]), paths: namesOf(term["paths"]), skip };
}

/** A list of names, or names in one text with commas or blanks between. */
function namesOf(value: Value | undefined): string[] {
  if (value === undefined || value === null) return [];
  return isList(value)
    ? value.map(toText)
    : toText(value)
        .split(/[,;\s]+/)
        .filter((name) => name !== "");
}
