import { joinShell, sh, type ShellText } from "../../base/shell-text.ts";
import { freshToken } from "./token.ts";

/** What one step of a frame printed. */
export interface RawOutput {
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
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
  /** The last step's output goes through pipes of its own, which a process left behind may keep open. */
  readonly mayLinger: boolean;
}

/** Steps get the mark, and must end with {@link endOfStep} or marks of the same form. */
export function makeFrame(steps: (mark: string) => readonly ShellText[], mayLinger = false): Frame {
  const mark = freshToken();
  const text = sh`printf '%s begin\n' ${mark}; printf '%s begin\n' ${mark} >&2
play_rc=0
${joinShell(steps(mark))}
printf '%s end\n' ${mark}
`;
  return { mark, text, mayLinger };
}

/** Marks the end of a step, with the status in `play_rc`. */
export function endOfStep(mark: string): ShellText {
  return sh`printf '%s %s\n' ${mark} "$play_rc"; printf '%s %s\n' ${mark} "$play_rc" >&2`;
}
