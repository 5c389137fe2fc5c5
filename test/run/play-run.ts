import { ErrorCollector } from "../../engine/base/play-error.ts";
import { type ExitStatus, exitStatusOf } from "../../engine/cli/exit-status.ts";
import { parseArguments } from "../../engine/cli/parse-arguments.ts";
import { prepare } from "../../engine/cli/prepare.ts";
import { runOptions } from "../../engine/cli/run-options.ts";
import { openServices } from "../../engine/cli/services.ts";
import { compile } from "../../engine/compile/compile.ts";
import type { RunServices } from "../../engine/execute/play-context.ts";
import { run } from "../../engine/execute/run.ts";
import type { PlayEvent } from "../../engine/model/event.ts";

/** What a run told, and how it would have ended. */
export interface PlayRun {
  readonly events: readonly PlayEvent[];
  readonly status: ExitStatus;
}

interface Meddling {
  readonly interrupted?: AbortSignal;
  readonly onEvent?: (event: PlayEvent) => void;
  /** Whether other runs are kept away; usually not, for tests that run side by side share hosts. */
  readonly lock?: boolean;
  /** Puts something of the test's own between the runner and the world. */
  readonly services?: (services: RunServices) => RunServices;
}

/** Plays as the command line would, in this process, and keeps the events. Throws the first mistake of a playbook. */
export async function playRun(argv: readonly string[], meddling: Meddling = {}): Promise<PlayRun> {
  const invocation = parseArguments(argv);
  if (invocation.kind !== "play") throw new Error("these arguments do not play");
  const { options } = invocation;
  const errors = new ErrorCollector();
  const prepared = prepare(options, errors);
  const program = compile(prepared.playbooks, prepared.context);
  const [first] = errors.errors;
  if (first) throw first;
  const events: PlayEvent[] = [];
  const opened = openServices(prepared, {
    emit: (event) => {
      events.push(event);
      meddling.onEvent?.(event);
    },
    addSecret: () => undefined,
    askPassphrase: async () => "",
    interrupted: meddling.interrupted ?? new AbortController().signal,
    reconnectTimeout: options.reconnectTimeout,
    lockTimeout: options.lockTimeout,
    lock: meddling.lock ?? false,
  });
  const services = meddling.services?.(opened) ?? opened;
  try {
    const end = await run(program, await runOptions(options), services);
    return { events, status: exitStatusOf(end, options.check && options.exitChanged) };
  } finally {
    await services.sessions.closeAll();
    await services.controller.close();
  }
}

/** `task on host`, for every task that changed or would change its host, in the order of tasks, then of hosts. */
export function changesOf({ events }: PlayRun): readonly string[] {
  const ended = events.filter((event) => event.kind === "task ended");
  const positions = new Map(
    events.filter((event) => event.kind === "task started").map((event, index) => [event.task.id, index]),
  );
  return ended
    .filter(({ outcome }) => outcome.kind === "changed")
    .map(({ task, host }) => ({ order: positions.get(task.id) ?? 0, text: `${task.name} on ${host}` }))
    .toSorted((left, right) => left.order - right.order || left.text.localeCompare(right.text))
    .map(({ text }) => text);
}

/** The failures of a run, each as `task on host: message`. */
export function failuresOf({ events }: PlayRun): readonly string[] {
  return events.flatMap((event) =>
    event.kind === "task ended" && (event.outcome.kind === "failed" || event.outcome.kind === "unreachable")
      ? [`${event.task.name} on ${event.host}: ${event.outcome.error.message}`]
      : [],
  );
}
