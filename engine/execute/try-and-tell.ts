import { PlayError } from "../base/play-error.ts";
import type { TaskTitle } from "../model/event.ts";
import { runAttempts } from "./attempts.ts";
import { isSecret } from "./flags.ts";
import { hiddenReasons, hiddenTexts } from "./hidden-result.ts";
import type { Try, TryEnd } from "./try.ts";

/** Runs the tries of `until`, and tells of each that was in vain. What `no_log` hides is hidden from now on. */
export async function tryAndTell(one: Try, task: TaskTitle): Promise<TryEnd> {
  const { host, context } = one;
  const secret = isSecret(one.task, () => one.scope);
  const end = await runAttempts(one, (attempt, left, error) => {
    const shown = error && (secret ? withoutText(error) : error);
    context.services.emit({
      kind: "attempt failed",
      task,
      host: host.name,
      attempt,
      left,
      ...(shown && { error: shown }),
    });
  });
  if (!secret) return end;
  keepResult(end, one);
  return { ...end, result: hiddenReasons(end.result) };
}

function keepResult({ result }: TryEnd, { task, context }: Try): void {
  const setsFacts = task.module.kind === "control";
  for (const text of hiddenTexts(result, { setsFacts })) context.services.addSecret(text);
}

function withoutText({ code, source }: PlayError): PlayError {
  return new PlayError(code, "the try failed (hidden by no_log)", { source });
}
