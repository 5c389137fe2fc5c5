import type { ErrorCollector } from "../../base/play-error.ts";
import { PlayError } from "../../base/play-error.ts";
import type { InventoryDraft } from "./draft.ts";

/** The children of each group, without those that would close a circle: they are collected as GROUP_CYCLE. */
export function cutCircles(draft: InventoryDraft, errors: ErrorCollector): Map<string, readonly string[]> {
  const children = new Map<string, readonly string[]>();
  const visit = (name: string, path: readonly string[]): void => {
    if (children.has(name)) return;
    const kept: string[] = [];
    const inside = [...path, name];
    for (const [child, source] of draft.groups.get(name)?.children ?? []) {
      // Every group is in "all", so nothing can hold it.
      const first = child === "all" ? 0 : inside.indexOf(child);
      if (first === -1) {
        visit(child, inside);
        kept.push(child);
        continue;
      }
      const hint = [...inside.slice(first), child].join(" → ");
      errors.add(new PlayError("GROUP_CYCLE", `the group "${child}" contains itself`, { source, hint }));
    }
    children.set(name, kept);
  };
  for (const name of draft.groups.keys()) visit(name, []);
  return children;
}
