import { joinShell, sh } from "../../../base/shell-text.ts";
import { foreseeAnswer, type Change, type ForecastEntry } from "../../../host/change.ts";
import type { ScriptAnswer } from "../../../host/query.ts";
import type { Plan } from "../../contract.ts";
import type { FoundDestination } from "../file/destination.ts";
import { planEdit, type Edited } from "../text/edit.ts";
import { joinLines, splitLines } from "../text/lines.ts";
import { answerOf, askMounts, escaped, readMounts, unescaped } from "./mounts.ts";

interface WantMount {
  readonly path: string;
  readonly src?: string | undefined;
  readonly fstype?: string | undefined;
  readonly opts: string;
  readonly dump: number;
  readonly passno: number;
  readonly fstab: string;
  readonly state: "mounted" | "unmounted" | "present" | "absent";
}

type FoundMount = FoundDestination & { readonly mounts: ScriptAnswer; readonly point: ForecastEntry | null };

export function planMount(want: WantMount, found: FoundMount): Plan {
  const mounted = readMounts(found.mounts);
  const table = want.state === "unmounted" ? [] : planTable(want, found);
  return {
    changes: [...table, ...planLive(want, mounted, { point: found.point, isChanged: table.length > 0 })],
    result: {
      name: want.path,
      src: want.src ?? null,
      fstype: want.fstype ?? null,
      opts: want.opts,
      fstab: want.fstab,
    },
  };
}

function planTable(want: WantMount, found: FoundMount): readonly Change[] {
  const edit = (text: string): Edited =>
    want.state === "absent" ? dropLine(text, want) : keepLine(text, want);
  return planEdit({ path: want.fstab, create: want.state !== "absent", backup: false }, found, edit).changes;
}

interface Now {
  readonly point: ForecastEntry | null;
  readonly isChanged: boolean;
}

function planLive(want: WantMount, mounted: readonly string[], now: Now): readonly Change[] {
  const { path, state } = want;
  const isMounted = mounted.includes(path);
  if (state === "mounted")
    return isMounted ? (now.isChanged ? [remount(path)] : []) : [mountNow(want, mounted, now.point)];
  return isMounted && state !== "present" ? [unmount(path, mounted)] : [];
}

function remount(path: string): Change {
  return {
    summary: `mount ${path} again, with other options`,
    actions: [{ kind: "run", script: sh`mount -o remount ${path} || { umount ${path} && mount ${path}; }` }],
  };
}

function mountNow(
  { path, src = "", fstype = "", opts, fstab }: WantMount,
  mounted: readonly string[],
  point: ForecastEntry | null,
): Change {
  const byTable =
    fstab === "/etc/fstab" ? sh`mount ${path}` : sh`mount -t ${fstype} -o ${opts} ${src} ${path}`;
  return {
    summary: `mount ${src} on ${path}`,
    actions: [
      {
        kind: "run",
        script: joinShell([...(point === null ? [sh`mkdir -p -- ${path}`] : []), byTable], " && "),
      },
    ],
    forecasts: [
      { kind: "entry", path, entry: { type: "directory" } },
      foreseeAnswer(askMounts(), answerOf([...mounted, path])),
    ],
  };
}

function unmount(path: string, mounted: readonly string[]): Change {
  return {
    summary: `unmount ${path}`,
    actions: [{ kind: "run", script: sh`umount ${path}` }],
    forecasts: [foreseeAnswer(askMounts(), answerOf(mounted.filter((other) => other !== path)))],
  };
}

/** A line of fstab(5) for the same place; of swap, which has none, for the same device. */
function isLineOf(line: string, { path, src }: WantMount): boolean {
  const [device = "", place = ""] = line.trim().split(/\s+/);
  if (device.startsWith("#")) return false;
  return unescaped(place) === path && (path !== "none" || unescaped(device) === src);
}

function keepLine(text: string, want: WantMount): Edited {
  const { src = "", path, fstype = "", opts, dump, passno } = want;
  const fields = [escaped(src), escaped(path), fstype, opts, String(dump), String(passno)];
  const lines = splitLines(text);
  const index = lines.findLastIndex((line) => isLineOf(line, want));
  const [device, place, type, options, fifth = "0", sixth = "0"] = (lines[index] ?? "").trim().split(/\s+/);
  const found = [device, place, type, options, fifth, sixth];
  if (index !== -1 && found.join(" ") === fields.join(" ")) return { text, message: "" };
  const line = fields.join(" ");
  const edited = index === -1 ? [...lines, line] : lines.with(index, line);
  return { text: joinLines(edited), message: `keep the line of ${path}` };
}

function dropLine(text: string, want: WantMount): Edited {
  const lines = splitLines(text);
  const kept = lines.filter((line) => !isLineOf(line, want));
  return kept.length === lines.length
    ? { text, message: "" }
    : { text: joinLines(kept), message: `remove the line of ${want.path}` };
}
