import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { toText } from "../../model/text-form.ts";
import { isList } from "../../model/value.ts";
import type { Filter } from "../contract.ts";
import { filter, textFilter } from "../define.ts";

export const pathFilters = {
  dirname: textFilter("dirname", "the path without its last part", (text) => splitPath(text)[0]),
  basename: textFilter("basename", "the last part of the path", (text) => splitPath(text)[1]),
  realpath: textFilter("realpath", "the path on the controller with links followed", (text) => {
    try {
      return realpathSync(text);
    } catch {
      // As Python: what does not exist is only made absolute.
      return path.resolve(text);
    }
  }),
  expanduser: textFilter(
    "expanduser",
    "the path with ~ replaced by the home folder of the controller's user",
    (text) => text.replace(/^~(?=\/|$)/, homedir()),
  ),
  expandvars: textFilter(
    "expandvars",
    "the path with $NAME replaced from the controller's environment",
    (text) =>
      text.replaceAll(
        /\$(?:(\w+)|\{([^}]*)\})/g,
        (whole, plain, braced) => process.env[String(plain ?? braced)] ?? whole,
      ),
  ),
  relpath: textFilter(
    "relpath(start?)",
    "the path as seen from a folder",
    (text, args) => path.relative(args.text("start", "."), text) || ".",
  ),
  splitext: textFilter("splitext", "[path without extension, extension]", (text) => {
    const extension = path.posix.extname(text);
    return [text.slice(0, text.length - extension.length), extension];
  }),
  path_join: filter(
    "path_join(...parts)",
    "the parts as one path; an absolute part starts anew",
    (value, args) => [...(isList(value) ? value : [value]), ...args.rest].map(toText).reduce(joinPaths),
  ),
} satisfies Record<string, Filter>;

/** Python's `os.path.split`: what stands after the last slash, and what stands before it. */
function splitPath(text: string): [folder: string, name: string] {
  const at = text.lastIndexOf("/") + 1;
  const head = text.slice(0, at);
  return [/^\/*$/.test(head) ? head : head.replace(/\/+$/, ""), text.slice(at)];
}

function joinPaths(folder: string, name: string): string {
  if (name.startsWith("/") || folder === "") return name;
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
