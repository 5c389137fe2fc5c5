import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Value } from "../model/value.ts";
import type { AnyModule } from "../module/contract.ts";
import type { CompiledArg } from "./program.ts";

/** An option's value that its type does not take. */
export function badOption(
  module: AnyModule,
  arg: Pick<CompiledArg, "name" | "template"> & { readonly value?: Value },
  problem: string,
): PlayError {
  // what is wrong between options has the name of none
  const said = arg.name === "" ? problem : `${arg.name} ${problem}`;
  return new PlayError("BAD_OPTION", `${module.name}: ${said}`, {
    source: arg.template.source,
    hint: meantChoice(arg.value, problem) ?? seeDoc(module),
  });
}

/** The word that is meant, of those that the problem lists. */
function meantChoice(value: Value | undefined, problem: string): string | undefined {
  const words = /^must be one of (.+)$/.exec(problem)?.[1]?.split(", ");
  return words && typeof value === "string" ? didYouMean(value, words) : undefined;
}

export function seeDoc(module: AnyModule): string {
  return `play doc ${module.name} tells what it takes`;
}
