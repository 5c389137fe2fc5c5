import type { ErrorCode } from "../base/error-code.ts";
import { PlayError, type ErrorDetails } from "../base/play-error.ts";
import type { Output } from "./change.ts";

export interface FailureDetails extends ErrorDetails {
  /** What the failed action gave back. */
  readonly output: Output;
}

/** An action failed on the host: COMMAND_FAILED, TIMEOUT, VALIDATION or WRITE_FAILED. */
export class CommandFailure extends PlayError {
  readonly output: Output;
  /** The outputs of the same `apply()`, in order; the last one is `output`. */
  readonly outputs: readonly Output[];

  constructor(code: ErrorCode, message: string, details: FailureDetails, earlier: readonly Output[] = []) {
    super(code, message, details);
    this.name = "CommandFailure";
    this.output = details.output;
    this.outputs = [...earlier, details.output];
  }
}
