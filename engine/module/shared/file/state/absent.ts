import { PlayError } from "../../../../base/play-error.ts";
import { sh } from "../../../../base/shell-text.ts";
import type { Plan } from "../../../contract.ts";
import { describeType } from "../parents.ts";
import type { FoundPath, WantPath } from "./state.ts";

/** Nothing at the path; a directory goes with all below it, a link without what it leads to. */
export function planAbsent({ path }: WantPath, { entry }: FoundPath): Plan {
  if (path === "/") throw new PlayError("BAD_OPTION", "path is /, which is never removed");
  const result = { path, state: "absent" };
  if (entry === null) return { changes: [], result };
  const script = entry.type === "directory" ? sh`rm -rf -- ${path}` : sh`rm -f -- ${path}`;
  return {
    changes: [
      {
        summary: `remove ${describeType(entry)}: ${path}`,
        actions: [{ kind: "run", script }],
        forecasts: [{ kind: "entry", path, entry: null }],
      },
    ],
    result,
  };
}
