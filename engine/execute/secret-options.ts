import { z } from "zod";
import type { CompiledTask } from "../compile/program.ts";
import type { ValueMap } from "../model/value.ts";

const hidden = "********";

/** Options as they may be shown: what the module calls secret is not there. */
export function shownArgs(args: ValueMap, task: CompiledTask): ValueMap {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, isSecretOption(task, name) ? hidden : value]),
  );
}

/** The texts of secret options, wherever else they turn up; mappings such as headers hold harmless words, too. */
export function secretTexts(args: ValueMap, task: CompiledTask): string[] {
  return Object.entries(args).flatMap(([name, value]) =>
    typeof value === "string" && isSecretOption(task, name) ? [value] : [],
  );
}

function isSecretOption({ module }: CompiledTask, name: string): boolean {
  const schema = module.args.shape[name];
  return schema !== undefined && z.globalRegistry.get(schema)?.["secret"] === true;
}
