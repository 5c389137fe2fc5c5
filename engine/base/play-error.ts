import type { ErrorCode } from "./error-code.ts";
import type { Source } from "./source.ts";

export interface ErrorDetails {
  readonly source?: Source | undefined;
  /** What to do about it: one sentence, no full stop needed. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/**
 * The one error class for everything that is not a defect of ours.
 *
 * `message` says what is wrong without position or hint; reporters add those from `source` and `hint`.
 */
export class PlayError extends Error {
  readonly code: ErrorCode;
  readonly source: Source | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PlayError";
    this.code = code;
    this.source = details.source;
    this.hint = details.hint;
  }
}

/** Collects errors, so that one run of a stage tells all of them. */
export class ErrorCollector {
  readonly #errors: PlayError[] = [];

  get errors(): readonly PlayError[] {
    return this.#errors;
  }

  /** The same mistake at the same place, met on two ways, is one. */
  add(error: PlayError): void {
    if (!this.#errors.some((known) => isSame(known, error))) this.#errors.push(error);
  }

  /** Runs `body`; a PlayError is collected and `undefined` returned, anything else is a defect and passes through. */
  attempt<T>(body: () => T): T | undefined {
    try {
      return body();
    } catch (error) {
      if (!(error instanceof PlayError)) throw error;
      this.add(error);
      return undefined;
    }
  }
}

function isSame(left: PlayError, right: PlayError): boolean {
  return (
    left.code === right.code &&
    left.message === right.message &&
    left.source?.file.path === right.source?.file.path &&
    left.source?.start === right.source?.start
  );
}
