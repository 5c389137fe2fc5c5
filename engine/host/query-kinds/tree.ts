import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { TreeEntry } from "../query.ts";
import type { RawOutput } from "../shell/frame.ts";
import { byPath } from "./by-path.ts";
import { checksumCommand, digestOf, entryFormat, parseEntryLine } from "./entry-line.ts";
import { definePathFlag } from "./path-flag.ts";
import type { QueryReader } from "./query-reader.ts";
import { permissionDenied, unexpected } from "./unexpected.ts";

/** find(1) walks each tree: for names, for stat(1), for links and for checksums. Names are checked against each other. */
export const treeReader: QueryReader<"tree"> = {
  script(subjects, mark) {
    const calls = subjects.map(({ path, checksum }) => {
      const sum = checksum === "none" ? "" : checksumCommand[checksum];
      return sh`play_tree ${mark} ${findable(path)} ${sum}`;
    });
    return joinShell([definePathFlag, definePlayTree, ...calls]);
  },

  parse(output, subjects, mark) {
    const parts = output.stdout.toString("latin1").split(`${mark}\n`);
    return subjects.map(({ path }) => parseTree(parts, findable(path), output));
  },
};

/** find takes a leading dash, bracket or exclamation mark for an expression. */
function findable(path: string): string {
  return path.startsWith("/") ? path : `./${path}`;
}

/** Letter; mark; names, each with a NUL; mark; stat's lines with names; mark; links' targets, each with a mark; checksums; mark. */
const definePlayTree = ShellText.trusted(`play_tree() {
  play_flag "$2"
  printf '%s\\n%s\\n' "$play_flag" "$1"
  case $play_flag in [-!]) return ;; esac
  find "$2" -print0
  printf '%s\\n' "$1"
  find "$2" -exec stat -c '${entryFormat}:%n' -- {} +
  printf '%s\\n' "$1"
  find "$2" -type l -exec sh -c 'play_mark=$1; shift; for play_path do readlink -- "$play_path"; printf "%s\\n" "$play_mark"; done' sh "$1" {} +
  [ -z "$3" ] || find "$2" -type f -exec "$3" -- {} + 2>/dev/null
  printf '%s\\n' "$1"
}`);

/** Takes a tree's parts off the front of `parts`. Everything is latin1 here, so that every byte is one character. */
function parseTree(parts: string[], root: string, output: RawOutput): readonly TreeEntry[] | null {
  const flag = (parts.shift() ?? "").trim();
  if (flag === "-") return null;
  if (flag === "!" || output.stderr.includes("Permission denied")) throw permissionDenied(root);

  const names = (parts.shift() ?? "").split("\0").slice(0, -1);
  const lines = new Lines(parts.shift() ?? "");
  const rootBytes = Buffer.from(root).toString("latin1");
  const entries = names.map((name): TreeEntry => {
    const entry = parseEntryLine(lines.take(`:${name}`) ?? "");
    if (!entry) throw unexpected(root, output);
    return { ...entry, path: decode(name.slice(rootBytes.length).replace(/^\//, "")) };
  });
  const linked = entries.map((entry) =>
    entry.type === "link" ? { ...entry, target: decode((parts.shift() ?? "").replace(/\n$/, "")) } : entry,
  );
  return withChecksums(linked, names, parts.shift() ?? "").toSorted(byPath);
}

function withChecksums(
  entries: readonly TreeEntry[],
  names: readonly string[],
  sums: string,
): readonly TreeEntry[] {
  const lines = new Lines(sums);
  return entries.map((entry, index) => {
    if (entry.type !== "file") return entry;
    const name = names[index] ?? "";
    const checksum = digestOf(`${lines.take(`  ${name}`) ?? lines.take(`  ${escaped(name)}`) ?? ""} `);
    return checksum ? { ...entry, checksum } : entry;
  });
}

/** As coreutils prints a name that would break its line; busybox prints it as it is. */
function escaped(name: string): string {
  return name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

function decode(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}

/** Lines that end with names which may hold line breaks, read one after the other. */
class Lines {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What stands before `ending` on the next line; undefined, and no step taken, if it does not end so. */
  take(ending: string): string | undefined {
    const end = this.#text.indexOf(`${ending}\n`, this.#at);
    const line = this.#text.slice(this.#at, end);
    if (end === -1 || line.includes("\n")) return undefined;
    this.#at = end + ending.length + 1;
    return line;
  }
}
