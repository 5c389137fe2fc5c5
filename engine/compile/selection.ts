import { type ErrorCode } from "../base/error-code.ts";
import { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { CompileContext } from "./context.ts";
import { specialTags } from "./selector.ts";

/**
 * A tag, role or task that is nowhere is a slip of the finger; playing nothing would look like success.
 * Where `open`, includes bring tasks that only the run will know: of those, tags and roles may be.
 * Collects UNKNOWN_TAG, UNKNOWN_ROLE, UNKNOWN_TASK; whether there was any.
 */
export function isSelectionWrong(open: boolean, context: CompileContext): boolean {
  const { selection, seenTags, seenRoles, seenTasks, started } = context.selector;
  const tagsFrom = (flag: string, tags: readonly string[]): readonly Wanted[] =>
    tags
      .filter((tag) => !specialTags.has(tag))
      .map((word) => ({ word, flag, code: "UNKNOWN_TAG", what: "no task has the tag", known: seenTags }));
  const roles = selection.roles.map((word): Wanted => ({
    word,
    flag: "--role",
    code: "UNKNOWN_ROLE",
    what: "no task belongs to a role",
    known: seenRoles,
  }));
  const foreseen = [
    ...tagsFrom("--tags", selection.tags),
    ...tagsFrom("--skip-tags", selection.skipTags),
    ...roles,
  ].filter(({ word, known }) => !open && !known.has(word));
  const unknown = [...foreseen, ...startTask(started, selection.startAt, seenTasks)];
  for (const wanted of unknown) tell(wanted, context);
  return unknown.length > 0;
}

function startTask(
  started: boolean,
  word: string | undefined,
  known: ReadonlySet<string>,
): readonly Wanted[] {
  if (started || word === undefined) return [];
  return [{ word, flag: "--start-at-task", code: "UNKNOWN_TASK", what: "no task is called", known }];
}

interface Wanted {
  readonly word: string;
  readonly flag: string;
  readonly code: ErrorCode;
  readonly what: string;
  /** What there is instead. */
  readonly known: ReadonlySet<string>;
}

function tell({ word, flag, code, what, known }: Wanted, { errors, unread }: CompileContext): void {
  if (unread?.word(word)) return;
  const hint =
    didYouMean(word, known) ?? (known.size > 0 ? `there are: ${[...known].join(", ")}` : undefined);
  errors.add(new PlayError(code, `${what} "${word}"`, { source: argument(flag, word), hint }));
}

/** A word of the command line as a place. */
function argument(flag: string, word: string): Source {
  return { file: { path: flag, text: word }, start: 0, end: word.length };
}
