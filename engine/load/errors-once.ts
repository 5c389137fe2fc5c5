import { ErrorCollector } from "../base/play-error.ts";
import type { PlayError } from "../base/play-error.ts";

/**
 * Hands errors on to another collector, but none that it has already: a role of two playbooks, or a folder of variables
 * beside both inventory and playbook, is read for each.
 */
export class ErrorsOnce extends ErrorCollector {
  readonly #target: ErrorCollector;
  readonly #seen: Set<string>;

  constructor(target: ErrorCollector) {
    super();
    this.#target = target;
    this.#seen = new Set(target.errors.map(identity));
  }

  override get errors(): readonly PlayError[] {
    return this.#target.errors;
  }

  override add(error: PlayError): void {
    const key = identity(error);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.#target.add(error);
  }
}

function identity({ code, message, source }: PlayError): string {
  return JSON.stringify([code, message, source?.file.path, source?.start]);
}
