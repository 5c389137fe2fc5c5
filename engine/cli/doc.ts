import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { AnyModule } from "../module/contract.ts";
import { describeModule } from "../module/describe.ts";

/** The text of `play doc`: one module's options, or a line for every module. Throws UNKNOWN_MODULE. */
export function printDoc(modules: ReadonlyMap<string, AnyModule>, name: string | undefined): string {
  if (name === undefined) return listModules(modules);
  const module = modules.get(name);
  if (module) return describeModule(module);
  throw new PlayError("UNKNOWN_MODULE", `there is no module "${name}"`, {
    hint: didYouMean(name, modules.keys()) ?? "play doc lists the modules",
  });
}

function listModules(modules: ReadonlyMap<string, AnyModule>): string {
  const sorted = [...modules.values()].sort((left, right) => left.name.localeCompare(right.name));
  const width = Math.max(...sorted.map(({ name }) => name.length));
  return sorted.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`).join("\n");
}
