import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import type { Unit } from "../query.ts";
import type { QueryReader } from "./query-reader.ts";
import { unexpected } from "./unexpected.ts";

const properties = ["Id", "LoadState", "ActiveState", "SubState", "UnitFileState", "NeedDaemonReload"];

/** One `systemctl show` for all units: blocks of `Key=value` lines in the order of the names, an empty line between. */
export const unitReader: QueryReader<"unit"> = {
  script(subjects) {
    const names = subjects.map(({ name }) => name);
    const pattern = names.find((name) => /[*?[\]]/.test(name));
    if (pattern !== undefined)
      throw new PlayError("BAD_VALUE", `${pattern} is a pattern, not the name of a unit`);
    return sh`systemctl show --no-pager --property=${properties.join(",")} -- ${names}`;
  },

  parse(output, subjects) {
    const blocks = output.stdout.toString("utf8").trim().split(/\n\n+/);
    if (output.rc === 127) throw new PlayError("PRECONDITION", "the host has no systemctl");
    if (blocks.length !== subjects.length || !blocks[0]?.includes("=")) {
      const names = subjects.map(({ name }) => name).join(", ");
      throw unexpected(`the state of ${names}`, output);
    }
    return blocks.map((block) => parseUnit(block));
  },
};

function parseUnit(block: string): Unit {
  const fields = new Map(block.split("\n").map((line) => splitOnce(line, "=")));
  const field = (name: string): string => fields.get(name) ?? "";
  return {
    name: field("Id"),
    loadState: field("LoadState"),
    activeState: field("ActiveState"),
    subState: field("SubState"),
    unitFileState: field("UnitFileState"),
    needDaemonReload: field("NeedDaemonReload") === "yes",
  };
}

function splitOnce(line: string, separator: string): [string, string] {
  const at = line.indexOf(separator);
  return [line.slice(0, at), line.slice(at + separator.length)];
}
