import { sh } from "../../base/shell-text.ts";
import type { GroupEntry } from "../query.ts";
import type { QueryReader } from "./query-reader.ts";

/** As for users: getent(1), or the file itself. group(5). */
export const groupReader: QueryReader<"group"> = {
  script(subjects) {
    return sh`if command -v getent >/dev/null; then getent group -- ${subjects.map(({ name }) => name)}; else cat /etc/group; fi`;
  },

  parse(output, subjects) {
    const groups = output.stdout.toString("utf8").split("\n").map(parseGroup);
    return subjects.map(({ name }) => {
      const byName = groups.find((group) => group?.name === name);
      return byName ?? groups.find((group) => group && String(group.gid) === name) ?? null;
    });
  },
};

function parseGroup(line: string): GroupEntry | null {
  const [name, , gid, members] = line.split(":");
  return name && members !== undefined ? { name, gid: Number(gid) } : null;
}
