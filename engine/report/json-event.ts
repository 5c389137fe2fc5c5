import type { PlayError } from "../base/play-error.ts";
import type { Source } from "../base/source.ts";
import { positionOf } from "../base/source.ts";
import type { Outcome, PlayEvent, TaskTitle } from "../model/event.ts";
import { Unknown } from "../model/value.ts";

type Resumes = NonNullable<Extract<PlayEvent, { readonly kind: "run started" }>["resumes"]>;

type JsonMap = Readonly<Record<string, unknown>>;

/**
 * An event in the shape of `--output json`, which only ever grows. Fields as in PlayEvent (`kind` tells which), and:
 *
 * - a position is `file`, `line` and `column` (from 1) beside the fields of what it belongs to;
 * - a task is `{id, name, module, role?, handler, file, line, column}`;
 * - an error is `{code, message, file?, line?, column?, hint?}`;
 * - the hosts of `run ended` are an object of counts by host name, and so are the handlers that are owed;
 * - a value not known in a check run is `{"$unknown": reason}`.
 */
export function jsonEvent(event: PlayEvent): JsonMap {
  switch (event.kind) {
    case "run started": {
      const { resumes, ...rest } = event;
      return { ...rest, ...(resumes && { resumes: jsonResumes(resumes) }) };
    }
    case "play started":
    case "host awaited":
    case "host back":
    case "batch started":
    case "run stopping":
      return { ...event };
    case "warning": {
      const { source, ...rest } = event;
      return { ...rest, ...(source && place(source)) };
    }
    case "run ended":
      return {
        ...event,
        hosts: Object.fromEntries(event.hosts),
        owed: Object.fromEntries(event.owed),
      };
    default:
      return jsonTaskEvent(event);
  }
}

function jsonTaskEvent(event: Extract<PlayEvent, { readonly task: TaskTitle }>): JsonMap {
  switch (event.kind) {
    case "attempt failed":
      return { ...event, task: jsonTask(event.task), error: event.error && jsonError(event.error) };
    case "task started":
    case "task closed":
      return { ...event, task: jsonTask(event.task) };
    default:
      return { ...event, task: jsonTask(event.task), outcome: jsonOutcome(event.outcome) };
  }
}

function jsonResumes({ run, stops }: Resumes): JsonMap {
  return { run, stops: Object.fromEntries(stops) };
}

/** One line of JSON, without a newline at its end; nothing in it can disturb a terminal. */
export function jsonLine(event: JsonMap): string {
  const text = JSON.stringify(event, (_key, value: unknown) =>
    value instanceof Unknown ? { $unknown: value.reason } : value,
  );
  return text.replaceAll(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu, escapeInJson);
}

function escapeInJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function jsonTask({ source, ...title }: TaskTitle): JsonMap {
  return { ...title, ...place(source) };
}

function jsonOutcome(outcome: Outcome): JsonMap {
  if (outcome.kind !== "failed" && outcome.kind !== "unreachable") return { ...outcome };
  return { ...outcome, error: jsonError(outcome.error) };
}

export function jsonError({ code, message, source, hint }: PlayError): JsonMap {
  return { code, message, ...(source && place(source)), hint };
}

function place(source: Source): { file: string; line: number; column: number } {
  return { file: source.file.path, ...positionOf(source) };
}
