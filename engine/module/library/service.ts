import { z } from "zod";
import { stat, unit } from "../../host/query.ts";
import { defineModule } from "../contract.ts";
import { planUnit } from "../shared/unit/plan-unit.ts";
import { unitFile, unitName } from "../shared/unit/unit-name.ts";
import { unitNameOption, unitOptions } from "../shared/unit/unit-want.ts";

/** The options that every service manager has; ours is systemd. */
export const service = defineModule({
  name: "service",
  summary: "Start, stop or enable a service",
  args: z.object({ name: unitNameOption, ...unitOptions }),
  probe: (want) => ({
    unit: unit(unitName(want.name)),
    file: stat(unitFile(unitName(want.name)), { follow: true }),
  }),
  plan: (want, found) => planUnit({ ...want, name: unitName(want.name) }, found),
});
