import { z } from "zod";
import { PlayError } from "../../base/play-error.ts";
import { sh } from "../../base/shell-text.ts";
import type { Entry, Manager, Query, Unit } from "../../host/query.ts";
import { manager, stat, unit } from "../../host/query.ts";
import type { Plan } from "../contract.ts";
import { defineModule } from "../contract.ts";
import { flag } from "../option.ts";
import { planUnit } from "../shared/unit/plan-unit.ts";
import { unitFile, unitName } from "../shared/unit/unit-name.ts";
import { unitNameOption, unitOptions } from "../shared/unit/unit-want.ts";

type Asked =
  | { readonly unit: Query<Unit>; readonly file: Query<Entry | null> }
  | { readonly manager: Query<Manager> };

/** State of a systemd unit (systemctl(1)). Without a name only `daemon_reload` has a meaning. */
export const systemd = defineModule({
  name: "systemd",
  summary: "Start, stop, enable or mask a systemd unit",
  args: z.object({
    name: unitNameOption.optional(),
    ...unitOptions,
    masked: flag("Whether it is linked to /dev/null, so that nothing can start it").optional(),
    daemon_reload: flag("Let systemd read changed unit files first", { aliases: ["daemon-reload"] }).default(
      false,
    ),
    no_block: flag("Do not wait until it is up").default(false),
  }),
  probe: (want): Asked => {
    if (want.name === undefined) return { manager: manager() };
    const name = unitName(want.name);
    return { unit: unit(name), file: stat(unitFile(name), { follow: true }) };
  },
  plan: (want, found) => {
    if (!("unit" in found)) return planReloadAlone(want, found.manager);
    return planUnit(
      {
        name: unitName(String(want.name)),
        state: want.state,
        enabled: want.enabled,
        masked: want.masked,
        daemonReload: want.daemon_reload,
        noBlock: want.no_block,
      },
      found,
    );
  },
});

interface NamelessWant {
  readonly state?: string | undefined;
  readonly enabled?: boolean | undefined;
  readonly masked?: boolean | undefined;
}

function planReloadAlone(want: NamelessWant, { changed }: Manager): Plan {
  const acts = want.state ?? want.enabled ?? want.masked;
  if (acts !== undefined)
    throw new PlayError("MISSING_OPTION", 'systemd needs the option "name" for state, enabled and masked');
  if (changed.length === 0) return { changes: [] };
  return {
    changes: [
      {
        summary: `reload systemd's unit files, changed: ${changed.join(", ")}`,
        actions: [{ kind: "run", script: sh`systemctl daemon-reload` }],
        forecasts: [{ kind: "reload" }],
      },
    ],
  };
}
