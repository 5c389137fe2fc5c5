import { z } from "zod";
import { defineControlModule } from "../contract.ts";
import { text } from "../option.ts";

export const fail = defineControlModule({
  name: "fail",
  summary: "Fail with a message",
  args: z.object({
    msg: text("Why").default("Failed as requested from task"),
  }),
  run: (want) => ({ kind: "failed", message: want.msg }),
});
