import { posix } from "node:path";
import { PlayError } from "../../../base/play-error.ts";
import type { Change, Forecast, ForecastEntry } from "../../../host/change.ts";
import { onController } from "../../../host/query.ts";
import type { Plan, ResultFields } from "../../contract.ts";
import {
  askParents,
  describeType,
  missingParents,
  type AskedParents,
  type FoundParents,
} from "../file/parents.ts";

export interface WantFetch {
  readonly src: string;
  readonly dest: string;
  readonly flat: boolean;
  readonly fail_on_missing: boolean;
  readonly validate_checksum: boolean;
  readonly inventory_hostname: string;
}

export type FoundFetch = FoundParents & {
  readonly source: ForecastEntry | null;
  /** What the controller has where the file comes to. */
  readonly there: ForecastEntry | null;
};

/** Where the file comes to on the controller; no `..` leads out of `dest`. */
export function fetchedPath({ src, dest, flat, inventory_hostname }: WantFetch): string {
  if (!flat) return posix.join(dest, posix.join("/", inventory_hostname, posix.join("/", src)));
  return dest.endsWith("/") ? posix.join(dest, posix.basename(src)) : dest;
}

export function askOwnParents(path: string): AskedParents {
  return Object.fromEntries(
    Object.entries(askParents(path)).map(([name, query]) => [name, onController(query)]),
  );
}

export function planFetch(want: WantFetch, found: FoundFetch): Plan {
  const { source, there } = found;
  if (source === null) return planMissing(want);
  if (source.type !== "file")
    throw new PlayError("PRECONDITION", `${want.src} is ${describeType(source)}, fetch copies files`);
  const path = fetchedPath(want);
  requireNoFolder(path, there);
  const sum = source.checksum;
  const result = { dest: path, file: want.src, ...(sum !== undefined && { checksum: sum }) };
  if (sum === undefined) return planUnread(want, found, result);
  if (sum === there?.checksum) return { changes: [], result };
  return planCopy(want, found, { ...result, remote_checksum: sum });
}

/** Ansible's words. */
function planMissing({ src, fail_on_missing }: WantFetch): Plan {
  const failure = `the remote file does not exist: ${src}`;
  if (fail_on_missing) return { changes: [], needs: { once: `${src} exists`, failure } };
  const msg = "the remote file does not exist, not transferring, ignored";
  return { changes: [], result: { file: src, msg } };
}

function requireNoFolder(path: string, there: ForecastEntry | null): void {
  if (there === null || there.type === "file") return;
  throw new PlayError("PRECONDITION", `${path} on the controller is ${describeType(there)}`, {
    hint: there.type === "directory" ? "with a slash behind it, the file is put into the folder" : undefined,
  });
}

/** Without a checksum the file cannot be read, or a check run only foresees it. */
function planUnread(want: WantFetch, found: FoundFetch, result: ResultFields): Plan {
  const { source, there } = found;
  const isForeseen = source?.contentToCome !== undefined;
  if (isForeseen && there !== null)
    return { changes: [], unknown: `the content of ${want.src} is not known before the run` };
  const plan = planCopy(want, found, result);
  if (isForeseen) return plan;
  const failure = `${want.src} cannot be read`;
  return {
    ...plan,
    needs: { once: `${want.src} can be read`, failure, hint: "become: yes reads it as root" },
  };
}

function planCopy(want: WantFetch, found: FoundFetch, result: ResultFields): Plan {
  const plan = { changes: [copyOver(want, found)], result };
  // it is known before
  if (want.validate_checksum) return plan;
  return {
    ...plan,
    outcome: ([output]) => ({ result: output ? { checksum: new TextDecoder().decode(output.stdout) } : {} }),
  };
}

function copyOver(want: WantFetch, found: FoundFetch): Change {
  const { src: from, validate_checksum } = want;
  const path = fetchedPath(want);
  const checksum = found.source?.checksum;
  const expected = validate_checksum && checksum !== undefined ? { checksum } : {};
  return {
    summary: `fetch ${from} to ${path}`,
    where: "controller",
    actions: [{ kind: "fetch", from, path, ...expected }],
    forecasts: [...missingParents(path, found).map(newFolder), newFile(path, found)],
  };
}

function newFolder(path: string): Forecast {
  return { kind: "entry", path, entry: { type: "directory", mode: "0700" } };
}

function newFile(path: string, { source, there }: FoundFetch): Forecast {
  const { mode = "0600", owner, uid, group, gid } = there ?? {};
  const { checksum, size } = source ?? {};
  const entry: ForecastEntry = {
    type: "file",
    mode,
    ...(owner !== undefined && { owner }),
    ...(uid !== undefined && { uid }),
    ...(group !== undefined && { group }),
    ...(gid !== undefined && { gid }),
    ...(checksum !== undefined && { checksum }),
    ...(size !== undefined && { size }),
  };
  return { kind: "entry", path, entry };
}
