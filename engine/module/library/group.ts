import { z } from "zod";
import { group as askGroup } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { choice, flag, integer, text } from "../option.ts";
import { planGroup } from "../shared/account/plan-group.ts";

/** A group of the host, by groupadd(8), or busybox's addgroup. */
export const group = defineModule({
  name: "group",
  summary: "Keep a group",
  args: z.object({
    name: text("The group"),
    gid: integer("Its number").optional(),
    system: flag("A new one gets a number for system groups").default(false),
    state: choice(["present", "absent"], "Whether it exists").default("present"),
  }),
  probe: ({ name, gid }) => ({
    group: askGroup(name),
    ...(gid !== undefined && { holder: askGroup(String(gid)) }),
  }),
  plan: (want, found) => planGroup(want, found),
});
