import { PlayError } from "../base/play-error.ts";
import type { TaskTitle } from "../model/event.ts";
import { runAttempts } from "./attempts.ts";
import { isSecret } from "./flags.ts";
import type { Try, TryEnd } from "./try.ts";

/** Runs the tries of `until`, and tells of each that was in vain. */
export function tryAndTell(one: Try, task: TaskTitle): Promise<TryEnd> {
  const { host, context } = one;
  return runAttempts(one, (attempt, left, error) => {
    const shown = error && (isSecret(one.task, () => one.scope) ? withoutText(error) : error);
    context.services.emit({
      kind: "attempt failed",
      task,
      host: host.name,
      attempt,
      left,
      ...(shown && { error: shown }),
    });
  });
}

function withoutText({ code, source }: PlayError): PlayError {
  return new PlayError(code, "the try failed (hidden by no_log)", { source });
}
