import { sh } from "../../base/shell-text.ts";
import type { UserEntry } from "../query.ts";
import type { QueryReader } from "./query-reader.ts";

/** getent(1) knows users beyond /etc/passwd; where it is missing the file is all there is. passwd(5). */
export const userReader: QueryReader<"user"> = {
  script(subjects) {
    return sh`if command -v getent >/dev/null; then getent passwd -- ${subjects.map(({ name }) => name)}; else cat /etc/passwd; fi`;
  },

  parse(output, subjects) {
    const users = output.stdout.toString("utf8").split("\n").map(parseUser);
    return subjects.map(({ name }) => {
      const byName = users.find((user) => user?.name === name);
      return byName ?? users.find((user) => user && String(user.uid) === name) ?? null;
    });
  },
};

function parseUser(line: string): UserEntry | null {
  const [name, , uid, gid, , home, shell] = line.split(":");
  if (!name || shell === undefined) return null;
  return { name, uid: Number(uid), gid: Number(gid), home: home ?? "", shell };
}
