import type { PlayEvent } from "../model/event.ts";

/** Shows a run. Gets its events in the order in which they happen; `end` comes last, also after a crash. */
export interface Reporter {
  event(event: PlayEvent): void;
  end(): void | Promise<void>;
  /** Keeps the terminal's live line away, while somebody is asked something there, until what it gives is called. */
  hold(): () => void;
}

export interface ReportOptions {
  /** 0 to 3, as in `-vvv`: 0 what changed or failed; 1 every host; 2 arguments and results; 3 times and causes. */
  readonly verbosity: number;
  /** Show text diffs. */
  readonly diff: boolean;
  /** Nothing is changed: say "would". */
  readonly check: boolean;
  /** Takes secrets out of a text; see `makeRedact`. */
  readonly redact: (text: string) => string;
}
