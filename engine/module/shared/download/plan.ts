import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";
import { joinShell, sh, type ShellText } from "../../../base/shell-text.ts";
import type { Change, ForecastEntry } from "../../../host/change.ts";
import { chmodScript, chownScript, entryWith, planAttributes, type Attributes } from "../file/attributes.ts";
import { describeAttributes } from "../file/create-directory.ts";
import { newMode } from "../file/mode.ts";
import { describeType } from "../file/parents.ts";
import { fetchScript } from "./fetch-script.ts";
import { sumCommand, type Expected, type WantDownload } from "./probe.ts";
import { temporaryFile } from "../temporary-file.ts";

export interface WantFileFromUrl extends WantDownload, Attributes {
  readonly path: string;
}

export interface FoundCopyOfUrl {
  /** What is at the path, links followed. */
  readonly current: ForecastEntry | null;
  /** Its checksum, made as that expected. */
  readonly sum: string | undefined;
}

/** The file of the URL; one that is there is replaced only where it is known to be another. */
export function planDownload(
  want: WantFileFromUrl,
  expected: Expected | undefined,
  found: FoundCopyOfUrl,
): Change[] {
  const { current, sum } = found;
  const isSame = current !== null && (expected === undefined || sum === expected.digits);
  if (isSame) return planAttributes(want.path, want, current);
  const after = entryWith(
    want,
    current === null ? { type: "file", mode: newMode.file } : withoutContent(current),
  );
  return [
    {
      summary: `${current === null ? "download" : "replace"} ${want.path} from ${hideUser(want.url)}${describeAttributes(want, after)}`,
      actions: [{ kind: "run", script: downloadScript(want, expected, after) }],
      forecasts: [
        {
          kind: "entry",
          path: want.path,
          entry: { ...after, ...(expected && { checksum: expected.digits }) },
        },
      ],
    },
  ];
}

function withoutContent({ mode, uid, gid, owner, group }: ForecastEntry): ForecastEntry {
  return {
    type: "file",
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
  };
}

/** Into a temporary file beside the path, which takes its place only once it is whole and as expected. */
function downloadScript(
  want: WantFileFromUrl,
  expected: Expected | undefined,
  after: ForecastEntry,
): ShellText {
  const file = sh`"$play_file"`;
  return joinShell([
    temporaryFile(sh`${temporaryFor(want.path)}`),
    sh`{ ${fetchScript(want)}`,
    sh`} > ${file} || exit`,
    ...(expected ? [verify(expected)] : []),
    ...dress(want, after),
    sh`sync ${file} 2>/dev/null || sync`,
    sh`mv -f -- ${file} ${want.path} || exit`,
    sh`trap - EXIT`,
  ]);
}

/** A template for mktemp(1): beside the path, and short enough where the name is not. */
function temporaryFor(path: string): string {
  const { dir, base } = posix.parse(path);
  return posix.join(dir, `.${Array.from(base).slice(0, 40).join("")}.play-XXXXXX`);
}

function verify({ algorithm, digits }: Expected): ShellText {
  return sh`play_sum=$(${sumCommand(algorithm)} < "$play_file" | cut -d ' ' -f 1)
[ "$play_sum" = ${digits} ] || { printf 'the checksum is %s, not %s\n' "$play_sum" ${digits} >&2; exit 1; }`;
}

/** Owner first, since chown clears setuid. The temporary file is made with 0600. */
function dress(want: WantFileFromUrl, after: ForecastEntry): ShellText[] {
  const file = sh`"$play_file"`;
  const owned = want.owner !== undefined || want.group !== undefined;
  return [
    ...(owned ? [sh`${chownScript([file], want)} || exit`] : []),
    sh`${chmodScript([file], after.mode ?? newMode.file)} || exit`,
  ];
}

/** A URL without the user and password that it may hold. */
export function hideUser(url: string): string {
  return url.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
}

/** Throws PRECONDITION where something is at the path that no download replaces. */
export function requireFile(path: string, current: ForecastEntry | null): void {
  if (current === null || current.type === "file" || current.type === "link") return;
  throw new PlayError("PRECONDITION", `${path} is ${describeType(current)}, a file is wanted there`);
}
