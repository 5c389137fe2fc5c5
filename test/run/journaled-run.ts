import { Journal } from "../../engine/journal/journal.ts";
import type { Line } from "../../engine/journal/line.ts";
import { parseRun } from "../../engine/journal/read-run.ts";
import { type Resumable, resumableOf } from "../../engine/journal/resumption.ts";
import { playRun, type PlayRun } from "./play-run.ts";

/** A run with a journal in memory. */
export interface JournaledRun extends PlayRun {
  /** As it would stand in the file. */
  readonly journal: string;
  /** What a later run goes on with. */
  readonly resumable: Resumable;
}

interface Settings {
  readonly resume?: JournaledRun;
  readonly secrets?: ReadonlySet<string>;
  /** Called at each event; may abort. */
  readonly onEvent?: (event: PlayRun["events"][number], controller: AbortController) => void;
}

/** Plays as `play`, or as `play --resume` does, without touching the user's journals. */
export async function journaledRun(
  argv: readonly string[],
  { resume, secrets = new Set(), onEvent }: Settings = {},
): Promise<JournaledRun> {
  const lines: Line[] = [header, ...(resume?.resumable.lines ?? [])];
  const redact = (text: string): string =>
    [...secrets].reduce((left, secret) => left.replaceAll(secret, "********"), text);
  const journal = new Journal({ write: (line) => void lines.push(line), redact, now: () => lines.length });
  const controller = new AbortController();
  const played = await playRun(argv, {
    interrupted: controller.signal,
    onEvent: (event) => {
      journal.event(event);
      onEvent?.(event, controller);
    },
    services: (services) => ({
      ...services,
      progress: journal,
      ...(resume && { resumption: resume.resumable.resumption }),
    }),
  });
  const text = lines.map((line) => JSON.stringify(line)).join("\n");
  return { ...played, journal: text, resumable: resumableOfText(text) };
}

/** What is left of a journal, also of one that breaks off. */
export function resumableOfText(text: string): Resumable {
  const log = parseRun(text);
  if (!log) throw new Error("this is no journal");
  return resumableOf(log);
}

const header: Line = {
  kind: "run",
  version: 1,
  id: "test",
  at: 0,
  pid: 0,
  began: "",
  playbooks: [],
  inventories: [],
  check: false,
  options: {},
  files: {},
};
