import { sh, type ShellText } from "../../../base/shell-text.ts";
import { script, stat, type Entry, type Query, type ScriptAnswer } from "../../../host/query.ts";
import type { ForecastEntry } from "../../../host/change.ts";
import { PlayError } from "../../../base/play-error.ts";
import { findChecksum, parseChecksum, type Algorithm } from "./checksum.ts";
import { fetchScript, type WantFetched } from "./fetch-script.ts";

export interface WantDownload extends WantFetched {
  readonly checksum?: string | undefined;
  readonly force: boolean;
}

/** What tells whether a file is the one at the URL; the runner asks it on the host, where it changes nothing. */
export type AskedContent = {
  /** The list of checksums, where the playbook names one. */
  readonly list?: Query<ScriptAnswer>;
  /** The checksum of what the URL holds now, where that is all there is to compare with. */
  readonly fresh?: Query<ScriptAnswer>;
};

export interface FoundContent {
  readonly list?: ScriptAnswer;
  readonly fresh?: ScriptAnswer;
}

/** A checksum that the file must have. */
export interface Expected {
  readonly algorithm: Algorithm;
  readonly digits: string;
}

export function algorithmOf({ checksum }: WantDownload): Algorithm {
  return checksum === undefined ? "sha256" : parseChecksum(checksum).algorithm;
}

export function askContent(want: WantDownload): AskedContent {
  const checksum = want.checksum === undefined ? undefined : parseChecksum(want.checksum);
  if (checksum?.kind === "list")
    return { list: script(`checksums at ${checksum.url}`, fetchScript({ ...want, url: checksum.url })) };
  if (checksum !== undefined || !want.force) return {};
  const fetch = fetchScript(want);
  // the status goes around the pipe, which keeps only that of its last command
  const text = sh`{ { ${fetch}
echo "status $?" >&3; } | sha256sum; } 3>&1`;
  return { fresh: script(`what ${want.url} holds`, text) };
}

/** What the file should have; undefined where any file will do. Throws COMMAND_FAILED where the URL could not be read. */
export function expectedContent(want: WantDownload, found: FoundContent): Expected | undefined {
  if (found.fresh) return { algorithm: "sha256", digits: readFresh(want.url, found.fresh) };
  if (want.checksum === undefined) return undefined;
  const checksum = parseChecksum(want.checksum);
  if (checksum.kind === "digits") return checksum;
  const { list } = found;
  if (!list || list.rc !== 0) throw unreadable(checksum.url, list);
  const { algorithm } = checksum;
  return { algorithm, digits: findChecksum(textOf(list.stdout), { algorithm, url: want.url }) };
}

function readFresh(url: string, answer: ScriptAnswer): string {
  const text = textOf(answer.stdout);
  const value = /^[0-9a-f]{64}/m.exec(text)?.[0];
  if (value === undefined || !/^status 0$/m.test(text)) throw unreadable(url, answer);
  return value;
}

function unreadable(url: string, answer: ScriptAnswer | undefined): PlayError {
  const reason = answer && textOf(answer.stderr).trim().split("\n").at(-1);
  return new PlayError(
    "COMMAND_FAILED",
    `${url} could not be read from the host${reason ? `: ${reason}` : ""}`,
  );
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** After the checksum of a file: the query `stat` knows three ways to make one, the host's commands more. */
export function askSum(path: string, algorithm: Algorithm): Query<Entry | null> | Query<ScriptAnswer> {
  if (algorithm === "md5" || algorithm === "sha1" || algorithm === "sha256")
    return stat(path, { follow: true, checksum: algorithm });
  return script(`${algorithm} of ${path}`, sh`[ ! -f ${path} ] || ${sumCommand(algorithm)} < ${path}`);
}

export function sumCommand(algorithm: Algorithm): ShellText {
  return sh`${`${algorithm}sum`}`;
}

/** The digits in an answer to {@link askSum}; undefined where there is no file, or they are not known. */
export function readSum(answer: ForecastEntry | ScriptAnswer | null): string | undefined {
  if (answer === null) return undefined;
  return "stdout" in answer ? /^[0-9a-f]+/.exec(textOf(answer.stdout))?.[0] : answer.checksum;
}
