import type { PlayEvent } from "../model/event.ts";
import { cleanEvent } from "./clean-event.ts";
import { jsonEvent, jsonLine } from "./json-event.ts";
import type { ReportOptions, Reporter } from "./reporter.ts";
import type { Sink } from "./sink.ts";

/** Writes every event as one line of JSON, whatever the verbosity; the shape is that of `jsonEvent`. */
export class JsonReporter implements Reporter {
  readonly #sink: Pick<Sink, "write">;
  readonly #redact: (text: string) => string;

  constructor(sink: Pick<Sink, "write">, { redact }: Pick<ReportOptions, "redact">) {
    this.#sink = sink;
    this.#redact = redact;
  }

  event(event: PlayEvent): void {
    this.#sink.write(`${jsonLine(jsonEvent(cleanEvent(event, this.#redact)))}\n`);
  }

  end(): void {}

  /** It writes whole lines only. */
  hold(): () => void {
    return () => {};
  }
}
