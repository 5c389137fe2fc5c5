import type { ForecastEntry } from "../../../host/change.ts";
import type { ResultFields } from "../../contract.ts";

/** The fields that Ansible's file modules return about the path they leave behind, as far as they are known. */
export function describeEntry(entry: ForecastEntry | null): ResultFields {
  if (entry === null) return { state: "absent" };
  const { mode, uid, gid, owner, group, size } = entry;
  return {
    state: entry.type,
    ...(mode !== undefined && { mode }),
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
    ...(owner !== undefined && { owner }),
    ...(group !== undefined && { group }),
    ...(size !== undefined && { size }),
  };
}
