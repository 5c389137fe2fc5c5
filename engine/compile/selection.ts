import { type ErrorCode } from "../base/error-code.ts";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { CompileContext } from "./context.ts";
import { specialTags } from "./selector.ts";

/**
 * A tag, role or task that is nowhere is a slip of the finger; playing nothing would look like success.
 * Where `open`, includes bring tasks that only the run will know: of those, tags and roles may be.
 */
export function checkSelection(open: boolean, context: CompileContext): void {
  const { selection, seenTags, seenRoles, seenTasks, started } = context.selector;
  if (!open) {
    const tags = [
      ...selection.tags.map((tag) => ({ tag, flag: "--tags" })),
      ...selection.skipTags.map((tag) => ({ tag, flag: "--skip-tags" })),
    ];
    for (const { tag, flag } of tags)
      if (!specialTags.has(tag))
        expectWord({ word: tag, flag, code: "UNKNOWN_TAG", what: "no task has the tag" }, seenTags, context);
    for (const role of selection.roles)
      expectWord(
        { word: role, flag: "--role", code: "UNKNOWN_ROLE", what: "no task belongs to a role" },
        seenRoles,
        context,
      );
  }
  if (!started && selection.startAt !== undefined)
    expectWord(
      {
        word: selection.startAt,
        flag: "--start-at-task",
        code: "UNKNOWN_TASK",
        what: "no task is called",
      },
      new Set([...seenTasks].filter((task) => task !== selection.startAt)),
      context,
    );
}

interface Wanted {
  readonly word: string;
  readonly flag: string;
  readonly code: ErrorCode;
  readonly what: string;
}

function expectWord(
  { word, flag, code, what }: Wanted,
  known: ReadonlySet<string>,
  context: CompileContext,
): void {
  if (known.has(word) || context.unread?.word(word)) return;
  const hint =
    didYouMean(word, known) ?? (known.size > 0 ? `there are: ${[...known].join(", ")}` : undefined);
  context.errors.add(new PlayError(code, `${what} "${word}"`, { source: argument(flag, word), hint }));
}

/** A word of the command line as a place. */
function argument(flag: string, word: string): Source {
  return { file: { path: flag, text: word }, start: 0, end: word.length };
}
