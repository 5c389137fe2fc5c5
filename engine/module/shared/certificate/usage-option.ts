import { z } from "zod";
import { list } from "../../option.ts";
import type { Usage } from "./usages.ts";
import { usageIds } from "./usages.ts";

const usage = z.custom<Usage>(
  (value) => typeof value === "string" && Object.hasOwn(usageIds, value),
  `must be among ${Object.keys(usageIds).join(", ")}`,
);

/** A list of extended key usages. */
export function usageOption(help: string): z.ZodType<readonly Usage[]> {
  const description = `${help}: ${Object.keys(usageIds).join(", ")}`;
  return list(description).pipe(z.array(usage)).meta({ description });
}
