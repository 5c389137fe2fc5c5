import { PlayError } from "../../base/play-error.ts";
import type { Block, TaskItem } from "../../model/playbook.ts";
import type { YamlMapping } from "../../model/yaml-node.ts";
import { blockKeywords, handlerKeywords } from "../keywords/keyword-table.ts";
import { refuseKeys, sortKeys } from "../keywords/sort-keys.ts";
import type { Place, Reader } from "../reader.ts";

/** A mapping with `block:`, and perhaps `rescue:` and `always:`. Collects UNKNOWN_KEY and BAD_SHAPE. */
export function readBlock(mapping: YamlMapping, place: Place, reader: Reader): Block {
  const { errors } = reader.loading;
  const listen = handlerKeywords["listen"] ?? "any";
  const table = place.kind === "handler" ? { ...blockKeywords, listen } : blockKeywords;
  const { keywords, variables, others } = sortKeys(mapping, table, errors);
  refuseKeys(others, "a block", table, errors);
  const parts = new Map(keywords);
  const takeTasks = (key: string): readonly TaskItem[] => {
    const list = parts.get(key);
    parts.delete(key);
    return list ? reader.readTaskList(list, place) : [];
  };
  if (!mapping.entries.some(({ key }) => key === "block")) errors.add(withoutBlock(mapping));
  const tasks = {
    block: takeTasks("block"),
    rescue: takeTasks("rescue"),
    always: takeTasks("always"),
  };
  return { kind: "block", source: mapping.source, variables, keywords: parts, ...tasks };
}

function withoutBlock(mapping: YamlMapping): PlayError {
  const entry = mapping.entries.find(({ key }) => key === "rescue" || key === "always");
  return new PlayError("BAD_SHAPE", `"${entry?.key}" without a block`, {
    source: entry?.keySource ?? mapping.source,
    hint: "put the tasks that may fail into block:, beside it",
  });
}
