import type { PlayEvent } from "../model/event.ts";
import { newRunFile } from "../journal/folder.ts";
import { Journal } from "../journal/journal.ts";
import { JournalFile } from "../journal/journal-file.ts";
import type { RunFacts } from "../journal/line.ts";
import { processBegan } from "../journal/process.ts";
import type { Resumed } from "./resume.ts";

/** The journal of a run that begins. */
export interface Started {
  readonly id: string;
  readonly journal: Journal;
  readonly close: () => void;
}

interface Surroundings {
  readonly folder: string;
  readonly redact: (text: string) => string;
  readonly emit: (event: PlayEvent) => void;
}

/** Undefined, with a warning, where no journal can be written: the run goes on without. */
export function startJournal(
  facts: RunFacts,
  resumed: Resumed | undefined,
  { folder, redact, emit }: Surroundings,
): Started | undefined {
  const failed = (error: unknown): void => {
    const why = error instanceof Error ? error.message : String(error);
    const message = `this run's journal cannot be written: ${why}`;
    emit({ kind: "warning", message, hint: "the run goes on; --resume and play history will lack it" });
  };
  try {
    const { id, path } = newRunFile(folder, new Date());
    const file = new JournalFile(path, failed);
    const { pid } = process;
    file.write({
      kind: "run",
      version: 1,
      id,
      at: Date.now(),
      pid,
      began: processBegan(pid),
      ...(resumed && { resumes: resumed.id }),
      ...facts,
    });
    for (const line of resumed?.lines ?? []) file.write(line);
    const journal = new Journal({ write: (line) => file.write(line), redact, now: Date.now });
    return { id, journal, close: () => file.close() };
  } catch (error) {
    failed(error);
    return undefined;
  }
}
