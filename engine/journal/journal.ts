import { fingerprint } from "../base/fingerprint.ts";
import type { HostCounts, PlayEvent } from "../model/event.ts";
import type { ItemEnd, Progress, StepEnd } from "../model/step-end.ts";
import { encodeResult } from "./encode.ts";
import { HiddenTexts } from "./hidden-texts.ts";
import type { Line, RunOutcome } from "./line.ts";

export interface JournalOptions {
  readonly write: (line: Line) => void;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Writes down how far a run has come. Texts that hold a secret are left out, and marked as missing. */
export class Journal implements Progress {
  readonly #options: JournalOptions;
  readonly #hidden = new HiddenTexts();

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  event(event: PlayEvent): void {
    const { write, now } = this.#options;
    const at = now();
    switch (event.kind) {
      case "play started":
        return write({ kind: "play", at, name: this.#clean(event.name), hosts: event.hosts });
      case "task started": {
        const { id, name } = event.task;
        return write({ kind: "begun", at, task: id, name: this.#clean(name), hosts: event.hosts });
      }
      case "task ended":
        if (event.outcome.kind === "failed" && event.outcome.error.code === "INTERRUPTED")
          write({ kind: "cut", at, host: event.host, name: this.#clean(event.task.name) });
        return undefined;
      case "task closed":
        return write({ kind: "closed", at, task: event.task.id });
      case "run ended":
        return write({
          kind: "finished",
          at,
          outcome: outcomeOf(event),
          milliseconds: event.milliseconds,
          hosts: Object.fromEntries(event.hosts),
          owed: Object.fromEntries(
            [...event.owed].map(([host, names]) => [host, names.map((name) => this.#clean(name))]),
          ),
        });
      default:
        return undefined;
    }
  }

  ended({ kind, result, error, ...end }: StepEnd): void {
    if (end.hidden) this.#hidden.add(result);
    const message = end.hidden ? "it failed (hidden by no_log)" : this.#clean(error?.message ?? "");
    this.#options.write({
      ...end,
      kind: "end",
      at: this.#options.now(),
      outcome: kind,
      name: this.#clean(end.name),
      notifies: end.notifies.map((name) => this.#clean(name)),
      result: encodeResult(result, end.hidden, this.#refuse),
      ...(error && { error: { code: error.code, message } }),
    });
  }

  itemEnded({ kind, item, result, hidden, ...end }: ItemEnd): void {
    if (hidden) this.#hidden.add(result);
    const json = JSON.stringify(item);
    this.#options.write({
      ...end,
      kind: "item",
      at: this.#options.now(),
      outcome: kind,
      print: hidden || this.#refuse(json) !== undefined ? "" : fingerprint(json),
      result: encodeResult(result, hidden, this.#refuse),
    });
  }

  forgiven(host: string): void {
    this.#options.write({ kind: "forgiven", at: this.#options.now(), host });
  }

  /** The run is given up at once: this is its last line. */
  forced(): void {
    this.#options.write({ kind: "forced", at: this.#options.now() });
  }

  readonly #refuse = (text: string): string | undefined => {
    if (this.#options.redact(text) !== text) return "it holds a secret";
    return this.#hidden.occurIn(text) ? "it holds what no_log hides" : undefined;
  };

  #clean(text: string): string {
    return this.#hidden.occurIn(text) ? "(hidden by no_log)" : this.#options.redact(text);
  }
}

function outcomeOf(event: Extract<PlayEvent, { kind: "run ended" }>): RunOutcome {
  const all: readonly HostCounts[] = [...event.hosts.values()];
  if (event.interrupted) return "interrupted";
  if (all.some(({ failed }) => failed > 0)) return "failed";
  return all.some(({ unreachable }) => unreachable > 0) ? "unreachable" : "well";
}
