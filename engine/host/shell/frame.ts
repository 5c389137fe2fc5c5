import { joinShell, sh, type ShellText } from "../../base/shell-text.ts";
import { type Bound, outputBound, unbounded } from "./bounded-bytes.ts";
import { guarded } from "./guard.ts";
import { freshToken } from "./token.ts";

/** What one step of a frame printed. */
export interface RawOutput {
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  /** Bytes that are left out of the outputs' middle; none where not given. */
  readonly dropped?: { readonly stdout: number; readonly stderr: number };
}

/**
 * One request to a shell: script text whose steps end with marks on both outputs.
 *
 * A mark is the frame's token, a blank, and the step's exit status or `begin` or `end`. `begin` lets the reader drop
 * whatever came between two frames; `end` says that the shell is ready for the next one.
 */
export interface Frame {
  readonly mark: string;
  readonly text: ShellText;
  /**
   * After so many answers the shell may fail to come back: the last step is a command, whose output goes through pipes
   * of its own, which a process left behind may keep open.
   */
  readonly mayLingerAfter?: number;
  /** What a command prints is kept in bounds; answers to questions are not. */
  readonly bound: Bound;
}

/** Steps get the mark, and must end with {@link endOfStep} or marks of the same form. */
export function makeFrame(
  makeSteps: (mark: string) => readonly ShellText[],
  ending: "question" | "command" = "question",
): Frame {
  const mark = freshToken();
  const steps = makeSteps(mark);
  const begin = sh`printf '%s begin\n' ${mark}; printf '%s begin\n' ${mark} >&2; play_rc=0`;
  const end = sh`printf '%s end\n' ${mark}; printf '%s end\n' ${mark} >&2`;
  if (ending === "question") return { mark, text: joinShell([begin, ...steps, end, sh``]), bound: unbounded };
  const text = joinShell([begin, guarded(joinShell(steps), end)]);
  return { mark, text, bound: outputBound, mayLingerAfter: steps.length };
}

/** Marks the end of a step, with the status in `play_rc`. */
export function endOfStep(mark: string): ShellText {
  return sh`printf '%s %s\n' ${mark} "$play_rc"; printf '%s %s\n' ${mark} "$play_rc" >&2`;
}
