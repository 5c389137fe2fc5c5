import { unifiedDiff } from "../base/text-diff.ts";
import type { ChangeReport } from "../model/event.ts";
import type { Paint } from "./colour.ts";
import type { View } from "./view.ts";
import { visibleLine } from "./visible.ts";

/** `create directory /etc/etcd`, or in a check run `would create directory /etc/etcd, once unit etcd.service exists`. */
export function changeSummary({ summary, once, made }: ChangeReport, { check }: View): string {
  const text = visibleLine(summary);
  if (made ?? !check) return text;
  return once === undefined ? `would ${text}` : `would ${text}, once ${visibleLine(once)}`;
}

/** The change's text diff, where diffs are asked for and there is one. */
export function diffLines({ diff }: ChangeReport, { diff: asked, paint }: View): string[] {
  if (!asked || !diff) return [];
  const text = unifiedDiff({ ...diff, path: visibleLine(diff.path) });
  if (text === "") return [];
  return text
    .replace(/\n$/, "")
    .split("\n")
    .map((line, index) => paintDiffLine(line, index, paint));
}

/** A diff's first two lines are its headers, and the signs there mean something else. */
function paintDiffLine(line: string, index: number, paint: Paint): string {
  if (index < 2) return paint.title(line);
  if (line.startsWith("+")) return paint.added(line);
  if (line.startsWith("-")) return paint.removed(line);
  return line.startsWith("@@") || line.startsWith("\\") ? paint.quiet(line) : line;
}
