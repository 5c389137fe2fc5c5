import { z } from "zod";
import { defineModule } from "../contract.ts";
import { text } from "../option.ts";

/** Proves that the host can be reached and answers: whatever the session needs is there. */
export const ping = defineModule({
  name: "ping",
  summary: "Answer pong: the host is reachable",
  args: z.strictObject({
    data: text("What to answer").default("pong"),
  }),
  probe: () => ({}),
  plan: (want) => ({ changes: [], result: { ping: want.data } }),
});
