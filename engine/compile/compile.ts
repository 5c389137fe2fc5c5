import type { Play, Playbook } from "../model/playbook.ts";
import type { CompileContext } from "./context.ts";
import { checkDefinitions } from "./definitions.ts";
import { checkFiles } from "./files.ts";
import { isOpenInclude, leavesOf } from "./leaves.ts";
import { compilePlay } from "./play.ts";
import type { Program } from "./program.ts";
import { isSelectionWrong } from "./selection.ts";
import { everything, Selector } from "./selector.ts";

/**
 * Everything that can be known without a host: plays with their hosts, tasks with all they inherit. Mistakes go to
 * `context.errors`; a program is to be run only where there are none.
 */
export function compile(playbooks: readonly Playbook[], context: CompileContext): Program {
  const loaded = playbooks.flatMap((playbook) => playbook.plays);
  const program = compilePlays(loaded, context);
  const open = program.plays.some(({ sections }) => leavesOf(sections.flat()).some(isOpenInclude));
  const wrong = isSelectionWrong(open, context);
  // a slip in what is selected shall not hide the mistakes in what was meant
  const checked = wrong ? compilePlays(loaded, { ...context, selector: new Selector(everything) }) : program;
  for (const play of checked.plays) checkFiles(play, context);
  checkDefinitions(loaded, checked.plays, context);
  return program;
}

function compilePlays(plays: readonly Play[], context: CompileContext): Program {
  return { plays: plays.map((play) => compilePlay(play, context)) };
}
