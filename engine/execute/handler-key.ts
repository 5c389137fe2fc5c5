import path from "node:path";
import type { CompiledTask } from "../compile/program.ts";

/** Tells a play's handlers apart; the same for one that is compiled again. */
export function handlerKey({ source }: Pick<CompiledTask, "source">): string {
  return `${path.resolve(source.file.path)}:${source.start}`;
}
