import { z } from "zod";
import type { Value } from "../../model/value.ts";
import { defineControlModule } from "../contract.ts";
import { anything, expressions, integer } from "../option.ts";

/** Shows a message or what expressions come to. */
export const debug = defineControlModule({
  name: "debug",
  summary: "Show a message or a variable",
  args: z.object({
    msg: anything("What to show").optional(),
    var: expressions("An expression to show with its value").optional(),
    verbosity: integer("Show it only with so many -v").default(0),
  }),
  run: (want, { lookup }) => {
    if (Number(lookup("ansible_verbosity") ?? 0) < want.verbosity)
      return { kind: "done", result: { skipped: true, skipped_reason: "Verbosity threshold not met." } };
    if (!want.var) return { kind: "done", result: { msg: want.msg ?? "Hello world!" } };
    const shown = want.var.map(({ expression, value }): [string, Value] => [
      expression,
      value === undefined ? "VARIABLE IS NOT DEFINED!" : value,
    ]);
    return { kind: "done", result: Object.fromEntries(shown) };
  },
});
