import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import type { QueryReader } from "./query-reader.ts";
import { unexpected } from "./unexpected.ts";

/** What systemd has loaded: `Id=` and `NeedDaemonReload=` of each unit, an empty line between (systemctl(1), show). */
export const managerReader: QueryReader<"manager"> = {
  script: () => sh`systemctl show --no-pager --property=Id,NeedDaemonReload ${"*"}`,

  parse(output, subjects) {
    if (output.rc === 127) throw new PlayError("PRECONDITION", "the host has no systemctl");
    const blocks = output.stdout.toString("utf8").trim().split(/\n\n+/);
    if (!blocks[0]?.includes("Id=")) throw unexpected("the units that systemd knows", output);
    const loaded = blocks.map((block) => /^Id=(.*)$/m.exec(block)?.[1] ?? "");
    const changed = loaded.filter((_, index) => blocks[index]?.includes("NeedDaemonReload=yes"));
    return subjects.map(() => ({ loaded, changed }));
  },
};
