import { PlayError } from "../../base/play-error.ts";
import type { TaskItem } from "../../model/playbook.ts";
import type { YamlMapping, YamlNode } from "../../model/yaml-node.ts";
import { findEntry } from "../../model/yaml-node.ts";
import type { Place, Reader } from "../reader.ts";
import { isNull } from "../yaml/node-shape.ts";
import { readBlock } from "./read-block.ts";
import { readTask } from "./read-task.ts";

/** The tasks, blocks, imports and includes of a list; what is wrong is collected and left out. */
export function readTaskList(list: YamlNode, place: Place, reader: Reader): readonly TaskItem[] {
  if (isNull(list)) return [];
  if (list.kind !== "sequence") {
    const details = { source: list.source, hint: 'every task starts with "- "' };
    reader.loading.errors.add(new PlayError("BAD_SHAPE", `${place.kind}s must be a list`, details));
    return [];
  }
  return list.items.flatMap((item) => readTaskItem(item, place, reader) ?? []);
}

function readTaskItem(item: YamlNode, place: Place, reader: Reader): TaskItem | undefined {
  if (item.kind === "mapping") {
    return isBlock(item) ? readBlock(item, place, reader) : readTask(item, place, reader);
  }
  const hint = "write - name: what it does, and below it the module with its options";
  const details = { source: item.source, hint };
  reader.loading.errors.add(new PlayError("BAD_SHAPE", `a ${place.kind} must be a mapping`, details));
  return undefined;
}

function isBlock(mapping: YamlMapping): boolean {
  return ["block", "rescue", "always"].some((key) => findEntry(mapping, key) !== undefined);
}
