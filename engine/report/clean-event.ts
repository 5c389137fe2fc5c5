import { PlayError } from "../base/play-error.ts";
import type { ChangeReport, Outcome, PlayEvent, TaskTitle } from "../model/event.ts";
import type { Clean } from "./clean-value.ts";
import { cleanMap } from "./clean-value.ts";

/**
 * An event with every text in it cleaned: the one place that stands between what happened and what is shown. Positions
 * in files stay, so whoever renders a source's text cleans that (see `renderExcerpt`). Host names, counts and kinds are
 * ours or the user's and stay as they are.
 */
export function cleanEvent(event: PlayEvent, clean: Clean): PlayEvent {
  switch (event.kind) {
    case "host awaited":
      return { ...event, reason: clean(event.reason) };
    case "run started":
      return event.resumes ? { ...event, resumes: cleanResumes(event.resumes, clean) } : event;
    case "host back":
    case "batch started":
      return event;
    case "run stopping":
      return { ...event, tasks: event.tasks.map((task) => ({ ...task, name: clean(task.name) })) };
    case "run ended":
      return { ...event, owed: new Map([...event.owed].map(([host, names]) => [host, names.map(clean)])) };
    case "play started":
      return { ...event, name: clean(event.name) };
    case "warning":
      return {
        ...event,
        message: clean(event.message),
        ...(event.hint === undefined ? {} : { hint: clean(event.hint) }),
      };
    default:
      return cleanTaskEvent(event, clean);
  }
}

type Resumes = NonNullable<Extract<PlayEvent, { readonly kind: "run started" }>["resumes"]>;

function cleanResumes({ run, stops }: Resumes, clean: Clean): Resumes {
  const cleaned = [...stops].map(
    ([host, { task, message, ...stop }]) =>
      [host, { ...stop, task: clean(task), message: clean(message) }] as const,
  );
  return { run, stops: new Map(cleaned) };
}

type TaskEvent = Extract<PlayEvent, { readonly task: TaskTitle }>;

function cleanTaskEvent(event: TaskEvent, clean: Clean): PlayEvent {
  const task = { ...event.task, name: clean(event.task.name) };
  switch (event.kind) {
    case "task started":
    case "task closed":
      return { ...event, task };
    case "attempt failed":
      return { ...event, task, ...(event.error ? { error: cleanError(event.error, clean) } : {}) };
    case "item ended":
      return { ...event, task, label: clean(event.label), outcome: cleanOutcome(event.outcome, clean) };
    default:
      return {
        ...event,
        task,
        outcome: cleanOutcome(event.outcome, clean),
        ...(event.args ? { args: cleanMap(event.args, clean) } : {}),
      };
  }
}

function cleanOutcome(outcome: Outcome, clean: Clean): Outcome {
  if (outcome.kind === "unreachable") return { ...outcome, error: cleanError(outcome.error, clean) };
  const result = cleanMap(outcome.result, clean);
  switch (outcome.kind) {
    case "ok":
      return { ...outcome, result, ...(outcome.notes ? { notes: outcome.notes.map(clean) } : {}) };
    case "changed":
      return { ...outcome, result, changes: outcome.changes.map((change) => cleanChange(change, clean)) };
    case "unknown":
    case "skipped":
      return { ...outcome, result, reason: clean(outcome.reason) };
    default:
      return { ...outcome, result, error: cleanError(outcome.error, clean) };
  }
}

function cleanChange(change: ChangeReport, clean: Clean): ChangeReport {
  const { summary, diff, once } = change;
  return {
    ...change,
    summary: clean(summary),
    ...(diff
      ? { diff: { path: clean(diff.path), before: clean(diff.before), after: clean(diff.after) } }
      : {}),
    ...(once === undefined ? {} : { once: clean(once) }),
  };
}

/** The cause goes along: it is shown only as text, which is cleaned when it is shown. */
export function cleanError(error: PlayError, clean: Clean): PlayError {
  const { code, source, cause } = error;
  const hint = error.hint === undefined ? undefined : clean(error.hint);
  return new PlayError(code, clean(error.message), { source, hint, cause });
}
