import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path, { resolve } from "node:path";

/** The command line program as `npm run build` made it. */
export const playProgram = resolve("dist/engine/cli/main.js");

export interface PlayRun {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PlayOptions {
  readonly cwd?: string;
  readonly program?: string;
  /** A command that runs what follows it, such as nsenter. */
  readonly within?: readonly string[];
  /** On top of the test's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

let state: string | undefined;

/** Where journals go, instead of among the user's own; removed at the end. */
function ownState(): string {
  if (state !== undefined) return state;
  const made = mkdtempSync(path.join(tmpdir(), "play-state-"));
  process.on("exit", () => rmSync(made, { recursive: true, force: true }));
  state = made;
  return made;
}

/** Runs `play` as a user does, without a terminal. */
export async function play(words: readonly string[], options: PlayOptions = {}): Promise<PlayRun> {
  const environment = {
    ...process.env,
    NO_COLOR: "1",
    XDG_STATE_HOME: ownState(),
    ...options.environment,
  };
  const node = [process.execPath, options.program ?? playProgram, ...words];
  const [command = process.execPath, ...rest] = [...(options.within ?? []), ...node];
  const child = spawn(command, rest, {
    cwd: options.cwd,
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  const [status] = await once(child, "close");
  return {
    status: Number(status),
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** One event of `--output json`. */
export type JsonEvent = Readonly<Record<string, unknown>>;

/** Runs `play --output json`; where the status is another, fails with what failed. */
export async function playEvents(
  words: readonly string[],
  options: PlayOptions & { readonly status?: number } = {},
): Promise<readonly JsonEvent[]> {
  const run = await play([...words, "--output", "json"], options);
  if (run.status !== (options.status ?? 0))
    throw new Error(
      `play ${words.join(" ")} ended with ${run.status}\n${run.stderr}\n${failuresOf(eventsOf(run.stdout)).join("\n")}`,
    );
  return eventsOf(run.stdout);
}

function eventsOf(stdout: string): readonly JsonEvent[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as JsonEvent);
}

/** What failed or could not be reached: `task @ host: why`. */
function failuresOf(events: readonly JsonEvent[]): readonly string[] {
  return events.flatMap((event) => {
    const { name } = (event["task"] ?? {}) as { readonly name?: string };
    const { kind, error } = (event["outcome"] ?? {}) as { readonly kind?: string; readonly error?: unknown };
    const failed = event["kind"] === "task ended" && (kind === "failed" || kind === "unreachable");
    return failed ? [`${name} @ ${String(event["host"])}: ${JSON.stringify(error)}`] : [];
  });
}

/** What changed or would change, sorted: `task @ host`. */
export function changesOf(events: readonly JsonEvent[]): readonly string[] {
  return endedAs("changed", events);
}

/** Tasks of a check run of which it is not known whether they change something, in the same form. */
export function changesThatMay(events: readonly JsonEvent[]): readonly string[] {
  return endedAs("unknown", events);
}

function endedAs(wanted: string, events: readonly JsonEvent[]): readonly string[] {
  const ended = events.flatMap((event) => {
    const { name } = (event["task"] ?? {}) as { readonly name?: string };
    const { kind } = (event["outcome"] ?? {}) as { readonly kind?: string };
    return event["kind"] === "task ended" && kind === wanted ? [`${name} @ ${String(event["host"])}`] : [];
  });
  return ended.toSorted();
}
