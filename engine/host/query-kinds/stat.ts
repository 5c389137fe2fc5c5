import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { Checksum, Entry, QueryTable } from "../query.ts";
import type { RawOutput } from "../shell/frame.ts";
import { checksumCommand, digestOf, entryFormat, parseEntryLine } from "./entry-line.ts";
import { definePathFlag, isThere } from "./path-flag.ts";
import type { QueryReader } from "./query-reader.ts";
import { permissionDenied, unexpected } from "./unexpected.ts";

type Subject = QueryTable["stat"]["subject"];

/** Subjects of one command line: alike in what is asked, few enough for an argument list. */
interface Batch {
  readonly follow: boolean;
  readonly checksum: Checksum | "none";
  /** Places in the list of subjects. */
  readonly places: number[];
  bytes: number;
}

/** Bytes of paths on one command line; Linux allows two million. */
const maximumBytes = 200_000;

/** One stat(1) and one checksum command per batch; one readlink per link. */
export const statReader: QueryReader<"stat"> = {
  script(subjects, mark) {
    const calls = batchesOf(subjects).map((batch) => {
      const paths = batch.places.map((place) => subjects[place]?.path ?? "");
      const sum = batch.checksum === "none" ? "" : checksumCommand[batch.checksum];
      return sh`play_stat ${mark} ${batch.follow ? "follow" : ""} ${sum} ${paths}`;
    });
    return joinShell([definePathFlag, definePlayStat, ...calls]);
  },

  parse(output, subjects, mark) {
    const parts = output.stdout.toString("latin1").split(`${mark}\n`);
    const answers: (Entry | null)[] = subjects.map(() => null);
    for (const batch of batchesOf(subjects)) {
      const paths = batch.places.map((place) => subjects[place]?.path ?? "");
      const entries = parseBatch(parts, paths, output);
      for (const [index, place] of batch.places.entries()) answers[place] = entries[index] ?? null;
    }
    return answers;
  },
};

/** Flags; a mark; stat's lines; a mark; each link's target with a mark after it; checksum lines; a mark. */
const definePlayStat = ShellText.trusted(`play_stat() {
  play_mark=$1 play_follow=$2 play_sum=$3
  shift 3
  play_flags=
  for play_path do
    play_flag "$play_path" "$play_follow"
    play_flags=$play_flags$play_flag
    shift
    case $play_flag in
      [-!]) ;;
      *) set -- "$@" "$play_path" ;;
    esac
  done
  printf '%s\\n%s\\n' "$play_flags" "$play_mark"
  [ "$#" = 0 ] || stat \${play_follow:+-L} -c '${entryFormat}' -- "$@"
  printf '%s\\n' "$play_mark"
  for play_path do
    [ -z "$play_follow" ] && [ -L "$play_path" ] || continue
    readlink -- "$play_path"
    printf '%s\\n' "$play_mark"
  done
  for play_path do
    shift
    if [ -n "$play_sum" ] && [ -f "$play_path" ] && [ -r "$play_path" ]; then
      [ -z "$play_follow" ] && [ -L "$play_path" ] || set -- "$@" "$play_path"
    fi
  done
  [ "$#" = 0 ] || "$play_sum" -- "$@"
  printf '%s\\n' "$play_mark"
}`);

/** A name with a line break gets a batch of its own, since checksum commands print names. */
function batchesOf(subjects: readonly Subject[]): readonly Batch[] {
  const batches: Batch[] = [];
  const open = new Map<string, Batch>();
  for (const [place, { path, follow, checksum }] of subjects.entries()) {
    const key = `${follow} ${checksum} ${path.includes("\n") ? place : ""}`;
    const found = open.get(key);
    const batch = found && found.bytes < maximumBytes ? found : { follow, checksum, places: [], bytes: 0 };
    if (batch !== found) batches.push(batch);
    open.set(key, batch);
    batch.places.push(place);
    batch.bytes += path.length;
  }
  return batches;
}

/** Takes a batch's parts off the front of `parts`. */
function parseBatch(parts: string[], paths: readonly string[], output: RawOutput): (Entry | null)[] {
  const flags = Array.from((parts.shift() ?? "").trimEnd());
  const lines = (parts.shift() ?? "").split("\n").slice(0, -1);
  if (flags.length !== paths.length || lines.length !== flags.filter(isThere).length)
    throw unexpected(paths.length === 1 ? String(paths[0]) : `${paths.length} paths`, output);
  const denied = paths[flags.indexOf("!")];
  if (denied !== undefined) throw permissionDenied(denied);

  const entries = flags.map((flag) => (isThere(flag) ? parseEntryLine(lines.shift() ?? "") : null));
  const targets = entries.map((entry) => (entry?.type === "link" ? textOf(parts.shift()) : undefined));
  const digests = (parts.shift() ?? "").split("\n");
  return entries.map((entry, index) => {
    if (!entry) return null;
    const checksum = flags[index] === "f" ? digestOf(digests.shift()) : undefined;
    const target = targets[index];
    return { ...entry, ...(target === undefined ? {} : { target }), ...(checksum ? { checksum } : {}) };
  });
}

/** readlink ends the target with a line break of its own. */
function textOf(part: string | undefined): string {
  return Buffer.from((part ?? "").replace(/\n$/, ""), "latin1").toString("utf8");
}
