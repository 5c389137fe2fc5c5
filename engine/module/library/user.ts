import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice, flag, integer, list, path, text } from "../option.ts";
import { askUser } from "../shared/account/ask-user.ts";
import { planUser } from "../shared/account/plan-user.ts";

/** A user of the host, by useradd(8) and usermod(8); on busybox a new one by adduser. */
export const user = defineModule({
  name: "user",
  summary: "Keep a user",
  args: z.object({
    name: text("The user", { aliases: ["user"] }),
    uid: integer("The user's number").optional(),
    group: text("Primary group, by name").optional(),
    groups: list("Other groups; without append these and no more").optional(),
    append: flag("Keep other groups that the user is in").default(false),
    comment: text("The full name, or what the user is for").optional(),
    home: path("Home folder").optional(),
    shell: path("Login shell").optional(),
    system: flag("A new one gets a number for system users").default(false),
    create_home: flag("Make a new user's home folder", { aliases: ["createhome"] }).default(true),
    password: text("The password's hash, as crypt(5) has it", { secret: true }).optional(),
    update_password: choice(
      ["always", "on_create"],
      "Whether a user who exists gets the password, too",
    ).default("always"),
    remove: flag("With state absent: remove the home folder, too").default(false),
    state: choice(["present", "absent"], "Whether the user exists").default("present"),
  }),
  probe: (want) => askUser(want),
  plan: (want, found) => planUser(want, found),
});
