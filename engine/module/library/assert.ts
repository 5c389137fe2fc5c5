import { z } from "zod";
import { Unknown } from "../../model/value.ts";
import type { ControlResult } from "../contract.ts";
import { defineControlModule } from "../contract.ts";
import type { Evaluated } from "../option.ts";
import { expressions, flag, text } from "../option.ts";
import { truthOf } from "../shared/truth.ts";

/** Fails unless every expression is true. In a check run one that cannot be known yet does not fail. */
export const assert = defineControlModule({
  name: "assert",
  summary: "Fail unless conditions hold",
  args: z.object({
    that: expressions("The conditions, as in `when`"),
    fail_msg: text("What to say if one does not hold", { aliases: ["msg"] }).default("Assertion failed"),
    success_msg: text("What to say if all hold").default("All assertions passed"),
    quiet: flag("Say nothing but whether it failed").default(false),
  }),
  run: (want) => {
    const judged = want.that.map((condition) => ({ condition, truth: truthOf(condition.value) }));
    const broken = judged.find(({ truth }) => truth === false);
    if (broken) return failure(broken.condition, want.fail_msg);
    const open = judged.find(({ truth }) => truth instanceof Unknown)?.truth;
    return { kind: "done", result: { msg: open ?? (want.quiet ? "" : want.success_msg) } };
  },
});

function failure({ expression }: Evaluated, message: string): ControlResult {
  return {
    kind: "failed",
    message: `${message}: ${expression}`,
    result: { assertion: expression, evaluated_to: false, msg: message },
  };
}
