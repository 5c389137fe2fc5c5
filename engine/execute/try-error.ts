import { PlayError } from "../base/play-error.ts";
import type { CompiledTask } from "../compile/program.ts";
import { CommandFailure } from "../host/command-failure.ts";
import type { ValueMap } from "../model/value.ts";
import type { TryEnd } from "./try.ts";

/** Whether the error says that the run is being stopped, rather than that something failed. */
export function isInterruption({ code }: PlayError): boolean {
  return code === "INTERRUPTED";
}

const outOfReach: ReadonlySet<PlayError["code"]> = new Set([
  "UNREACHABLE",
  "UNKNOWN_HOST_KEY",
  "CHANGED_HOST_KEY",
  "SSH_CONFIG",
  "AUTHENTICATION",
  "CONNECTION_LOST",
  "LOCKED",
]);

/** Whether the error says that the host cannot be reached, rather than that something failed on it. */
export function isOutOfReach({ code }: PlayError): boolean {
  return outOfReach.has(code);
}

/** An error as the end of a task: the host is out of reach, or the task has failed. */
export function fromError(error: PlayError, task: CompiledTask): TryEnd {
  if (isOutOfReach(error))
    return {
      outcome: { kind: "unreachable", error, ignored: false },
      result: { unreachable: true, changed: false, msg: error.message },
    };
  return failedEnd(error, { failed: true, changed: false, msg: error.message, ...outputOf(error) }, task);
}

export function failedEnd(error: PlayError, result: ValueMap, task: CompiledTask): TryEnd {
  const outcome = {
    kind: "failed",
    error: located(error, task),
    ignored: false,
    rescued: false,
    result,
  } as const;
  return { outcome, result };
}

/** What the command that failed gave back, as result fields. */
export function outputOf(error: PlayError): ValueMap {
  if (!(error instanceof CommandFailure)) return {};
  const { rc, stdout, stderr, dropped } = error.output;
  return {
    rc,
    ...fieldsOf("stdout", stdout),
    ...fieldsOf("stderr", stderr),
    ...(dropped && { stdout_dropped: dropped.stdout, stderr_dropped: dropped.stderr }),
  };
}

function fieldsOf(name: string, bytes: Uint8Array): ValueMap {
  const text = new TextDecoder().decode(bytes).replace(/\n+$/, "");
  return { [name]: text, [`${name}_lines`]: text === "" ? [] : text.split("\n") };
}

function located(error: PlayError, task: CompiledTask): PlayError {
  if (error.source) return error;
  return new PlayError(error.code, error.message, {
    source: task.moduleSource,
    hint: error.hint,
    cause: error.cause ?? error,
  });
}
