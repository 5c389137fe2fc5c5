import { z } from "zod";
import { defineControlModule } from "../contract.ts";
import { choice } from "../option.ts";

/** Steers the play itself; takes one word. */
export const meta = defineControlModule({
  name: "meta",
  summary: "Steer the play: run handlers now, end it, …",
  args: z.object({
    action: choice(
      [
        "noop",
        "flush_handlers",
        "end_play",
        "end_host",
        "clear_host_errors",
        "reset_connection",
        "refresh_inventory",
      ],
      "What to do",
    ),
  }),
  freeForm: "action",
  run: (want) => ({ kind: "flow", flow: want.action }),
});
