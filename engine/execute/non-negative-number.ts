import { PlayError } from "../base/play-error.ts";
import { Unknown } from "../model/value.ts";
import type { Template } from "../template/contract.ts";
import type { LayeredScope } from "./layers.ts";

/** What a keyword such as `delay` comes to; throws BAD_VALUE where that is no number, or negative. */
export function nonNegativeNumber(template: Template, scope: LayeredScope, keyword: string): number {
  const value = template.render(scope);
  const number = Number(value);
  if (value instanceof Unknown || value === null || !Number.isFinite(number) || number < 0)
    throw new PlayError("BAD_VALUE", `${keyword} must be a number, not negative`, {
      source: template.source,
    });
  return number;
}
