import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import { defineModule } from "../contract.ts";
import { flag, integer, text } from "../option.ts";

/** Waits for a time, on each host by itself. A play runs unattended, so that it never waits for a key. */
export const pause = defineModule({
  name: "pause",
  summary: "Wait for some time",
  args: z.object({
    seconds: integer("Seconds to wait").optional(),
    minutes: integer("Minutes to wait").optional(),
    prompt: text("Shown while it waits").optional(),
    echo: flag("Accepted; nothing is typed").default(true),
  }),
  probe: () => ({}),
  plan: (want) => {
    const seconds = (want.seconds ?? 0) + 60 * (want.minutes ?? 0);
    if (want.seconds === undefined && want.minutes === undefined)
      throw new PlayError("MISSING_OPTION", "pause cannot wait for a key: nobody may be there to press it", {
        hint: "give seconds or minutes; a question is asked with vars_prompt",
      });
    const summary = want.prompt ?? `${seconds} s`;
    const wait = { summary, script: sh`exit 0`, timeout: seconds + 60, delay: seconds, pause: 1 };
    return { changes: [], result: { delta: seconds, echo: want.echo }, ...(seconds > 0 && { wait }) };
  },
});
