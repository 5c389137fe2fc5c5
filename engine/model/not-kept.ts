import { PlayError } from "../base/play-error.ts";

/** The error for a value that a journal does not hold. `what` begins the sentence: `the variable "token"`. */
export function notKept(what: string, reason: string): PlayError {
  return new PlayError("NOT_KEPT", `${what} cannot be restored: ${reason}`, {
    hint: "play from the start, without --resume",
  });
}
