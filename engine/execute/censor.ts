import { PlayError } from "../base/play-error.ts";
import type { Outcome } from "../model/event.ts";
import type { ValueMap } from "../model/value.ts";

const hiddenText = "hidden by no_log";
const result: ValueMap = { censored: `the output is ${hiddenText}` };

/** An outcome with all that `no_log` hides taken out; what kind of outcome it is may be seen. */
export function censor(outcome: Outcome): Outcome {
  switch (outcome.kind) {
    case "changed":
      return {
        kind: "changed",
        result,
        changes: outcome.changes.map(({ made }) => ({
          summary: `change something (${hiddenText})`,
          ...(made !== undefined && { made }),
        })),
      };
    case "failed":
      return {
        ...outcome,
        result,
        hidden: true,
        error: new PlayError(outcome.error.code, `the task failed (${hiddenText})`, {
          source: outcome.error.source,
        }),
      };
    case "unknown":
      return { kind: "unknown", reason: hiddenText, result };
    case "ok":
      return { kind: "ok", result };
    case "skipped":
      return { ...outcome, result: { ...result, skipped: true } };
    case "unreachable":
      return outcome;
  }
}
