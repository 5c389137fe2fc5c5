import { z } from "zod";
import { defineModule } from "../contract.ts";
import { choice } from "../option.ts";
import { askPackages } from "../shared/package/ask.ts";
import { planPackages } from "../shared/package/plan.ts";
import { managers, packageOptions, type PackagesWant } from "../shared/package/want.ts";

const args = z.object({
  ...packageOptions,
  use: choice(["auto", ...managers], "The package manager; auto: the one that the host has").default("auto"),
});

/** Packages, by apt, dnf, yum or apk. */
export const packageModule = defineModule({
  name: "package",
  summary: "Install or remove packages with the host's package manager",
  args,
  probe: (want) => ({ packages: askPackages(packagesOf(want)) }),
  plan: (want, { packages }) => planPackages(packagesOf(want), packages),
});

function packagesOf({ use, ...want }: z.output<typeof args>): PackagesWant {
  return { ...want, manager: use === "auto" ? undefined : use, purge: false };
}
