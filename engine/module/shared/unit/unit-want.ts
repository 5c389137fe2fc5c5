import { choice, flag, text } from "../../option.ts";

/** The options that systemd and service share. */
export const unitOptions = {
  state: choice(
    ["started", "stopped", "restarted", "reloaded"],
    "started and stopped act only where needed, restarted and reloaded always (a stopped unit is then started)",
  ).optional(),
  enabled: flag("Whether it starts at boot").optional(),
};

export const unitNameOption = text("The unit; without a suffix it is a service", {
  aliases: ["service", "unit"],
});

/** What is asked of one unit. `name` is the full name. */
export interface UnitWant {
  readonly name: string;
  readonly state?: "started" | "stopped" | "restarted" | "reloaded" | undefined;
  readonly enabled?: boolean | undefined;
  readonly masked?: boolean | undefined;
  readonly daemonReload?: boolean;
  readonly noBlock?: boolean;
}
