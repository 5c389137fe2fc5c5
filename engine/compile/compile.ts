import type { Playbook } from "../model/playbook.ts";
import type { CompileContext } from "./context.ts";
import { checkDefinitions } from "./definitions.ts";
import { checkFiles } from "./files.ts";
import { isOpenInclude, leavesOf } from "./leaves.ts";
import { compilePlay } from "./play.ts";
import type { Program } from "./program.ts";
import { checkSelection } from "./selection.ts";

/**
 * Everything that can be known without a host: plays with their hosts, tasks with all they inherit. Mistakes go to
 * `context.errors`; a program is to be run only where there are none.
 */
export function compile(playbooks: readonly Playbook[], context: CompileContext): Program {
  const loaded = playbooks.flatMap((playbook) => playbook.plays);
  const plays = loaded.map((play) => compilePlay(play, context));
  for (const play of plays) checkFiles(play, context);
  checkDefinitions(loaded, plays, context);
  const open = plays.some(({ sections }) => leavesOf(sections.flat()).some(isOpenInclude));
  checkSelection(open, context);
  return { plays };
}
