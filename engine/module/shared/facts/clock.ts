import type { ResultFields } from "../../contract.ts";
import { assignments } from "./sections.ts";
import type { Sections } from "./sections.ts";

/** date_time: the host's clock in its own time zone, as texts; iso8601 is UTC. */
export function clockFacts(sections: Sections): ResultFields {
  const parts = assignments(sections.text("date").split(/[|\n]+/));
  const epoch = parts.get("epoch");
  if (epoch === undefined) return { date_time: {} };
  const iso8601 = new Date(Number(epoch) * 1000).toISOString().replace(".000", "");
  return { date_time: { ...Object.fromEntries(parts), epoch_int: epoch, iso8601 } };
}
