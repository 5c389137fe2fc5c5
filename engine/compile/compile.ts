import { PlayError } from "../base/play-error.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Playbook } from "../model/playbook.ts";
import type { CompileContext } from "./context.ts";
import { checkDefinitions } from "./definitions.ts";
import { checkFiles } from "./files.ts";
import { compilePlay } from "./play.ts";
import type { Program } from "./program.ts";
import { hasOpenInclude } from "./steps.ts";

/**
 * Everything that can be known without a host: plays with their hosts, tasks with all they inherit. Mistakes go to
 * `context.errors`; a program is to be run only where there are none.
 */
export function compile(playbooks: readonly Playbook[], context: CompileContext): Program {
  const plays = playbooks.flatMap((playbook) => playbook.plays).map((play) => compilePlay(play, context));
  for (const play of plays) checkFiles(play, context);
  checkDefinitions(plays, context);
  if (!plays.some(({ sections }) => hasOpenInclude(sections.flat()))) checkSelection(context);
  return { plays };
}

/** A tag, role or task that is nowhere is a slip of the finger; playing nothing would look like success. */
function checkSelection({ selector, errors }: CompileContext): void {
  const { selection } = selector;
  const special = new Set(["all", "tagged", "untagged", "always", "never"]);
  for (const tag of [...selection.tags, ...selection.skipTags])
    if (!special.has(tag) && !selector.seenTags.has(tag))
      errors.add(
        new PlayError("UNKNOWN_TAG", `no task has the tag "${tag}"`, {
          hint: didYouMean(tag, selector.seenTags),
        }),
      );
  for (const role of selection.roles)
    if (!selector.seenRoles.has(role))
      errors.add(
        new PlayError("UNKNOWN_ROLE", `no task of this playbook belongs to a role "${role}"`, {
          hint: didYouMean(role, selector.seenRoles) ?? `its roles: ${[...selector.seenRoles].join(", ")}`,
        }),
      );
  if (!selector.started && selection.startAt !== undefined)
    errors.add(
      new PlayError("UNKNOWN_TASK", `no task is called "${selection.startAt}"`, {
        hint: didYouMean(selection.startAt, selector.seenTasks),
      }),
    );
}
