import type { PlayEvent } from "../model/event.ts";
import type { HostBlock } from "./block.ts";
import { blockLines, foldBlocks, indent } from "./block.ts";
import { cleanEvent } from "./clean-event.ts";
import type { Paint } from "./colour.ts";
import { makePaint } from "./colour.ts";
import { awaitedLine, type HostAwaited } from "./awaited-hosts.ts";
import { fewHosts, hostList } from "./host-list.ts";
import type { LiveLine } from "./live-line.ts";
import { noLiveLine, oraLiveLine } from "./live-line.ts";
import { liveText } from "./live-text.ts";
import { OpenTask } from "./open-task.ts";
import { duration } from "./duration.ts";
import { recapLines } from "./recap.ts";
import type { ReportOptions, Reporter } from "./reporter.ts";
import type { Sink } from "./sink.ts";
import { SlowTasks } from "./slow-tasks.ts";
import { resumedLines, stoppingLines } from "./stop-lines.ts";
import { batchTitle, countsText, playTitle, quietTasks, taskTitle, warningLines } from "./title-lines.ts";
import type { View } from "./view.ts";
import { visible } from "./visible.ts";

/** Results wait this long for others to be folded with, in milliseconds; a task that ends writes them at once. */
const foldingTime = 500;

/**
 * Shows a run to people, on a terminal or line by line: what changed and what failed, folded over hosts with the same
 * outcome. On a terminal a live line shows the task under way, and tasks without news are only counted; elsewhere every
 * task gets a line. Texts are cleaned of secrets and control characters before anything is made of them.
 */
export class TerminalReporter implements Reporter {
  readonly #sink: Sink;
  readonly #view: View;
  readonly #paint: Paint;
  readonly #live: LiveLine;
  readonly #open = new Map<number, OpenTask>();
  readonly #slow = new SlowTasks((task) => this.#tellSlow(task));
  readonly #awaited = new Map<string, Extract<HostAwaited, { readonly kind: "host awaited" }>>();
  readonly #warned = new Set<string>();
  /** The task whose title was written last: its results need no new one. */
  #current: OpenTask | undefined;
  #quietTasks = 0;
  /** The run's id. */
  #run: string | undefined;
  /** Something has been written. */
  #begun = false;
  #timer: NodeJS.Timeout | undefined;
  #holds = 0;

  constructor(sink: Sink, options: ReportOptions, live: LiveLine = usualLiveLine(sink)) {
    this.#sink = sink;
    this.#live = live;
    this.#paint = makePaint(sink.colour);
    const clean = (text: string) => visible(options.redact(text));
    const { verbosity, diff, check } = options;
    this.#view = { verbosity, diff, check, clean, paint: this.#paint };
  }

  event(event: PlayEvent): void {
    this.#show(cleanEvent(event, this.#view.clean));
    const tasks = [...this.#open.values()];
    if (tasks[0] && this.#holds === 0)
      this.#live.show(liveText(tasks, this.#sink.columns, [...this.#awaited.values()]), tasks[0].since);
  }

  hold(): () => void {
    this.#holds++;
    this.#live.stop();
    return () => void this.#holds--;
  }

  end(): void {
    for (const task of this.#open.values()) this.#close(task);
    this.#live.stop();
  }

  #show(event: PlayEvent): void {
    switch (event.kind) {
      case "run started":
        return this.#started(event);
      case "batch started":
        return this.#announce([batchTitle(event, this.#view)]);
      case "run stopping":
        return this.#announce(stoppingLines(event, this.#view));
      case "play started":
        this.#writeQuietTasks();
        this.#current = undefined;
        // a group that the inventory leaves empty is no news
        if (event.hosts.length === 0 && this.#view.verbosity === 0) return;
        return this.#write([...this.#gap(), playTitle(event, this.#view)]);
      case "warning":
        return this.#warn(warningLines(event, this.#view));
      case "host awaited":
      case "host back":
        return this.#hostAwaited(event);
      case "run ended":
        this.end();
        this.#writeQuietTasks();
        return this.#write([...this.#gap(), ...recapLines(event, { ...this.#view, run: this.#run })]);
      default:
        return this.#showTask(event);
    }
  }

  #started({ run, resumes }: Extract<PlayEvent, { readonly kind: "run started" }>): void {
    this.#run = run;
    if (resumes) this.#write(resumedLines(resumes, this.#view));
  }

  /** Something that stands between tasks. */
  #announce(lines: readonly string[]): void {
    for (const task of this.#open.values()) this.#writeResults(task);
    this.#writeQuietTasks();
    this.#current = undefined;
    this.#write(lines);
  }

  #showTask(event: Extract<PlayEvent, { readonly task: unknown }>): void {
    if (event.kind === "task started") {
      const opened = new OpenTask(event.task, event.hosts);
      this.#open.set(event.task.id, opened);
      if (!this.#sink.isTTY) this.#slow.started(opened);
      return;
    }
    const task = this.#open.get(event.task.id);
    if (!task) return;
    switch (event.kind) {
      case "item ended":
        return task.addItem(event.host, event);
      case "attempt failed":
        return this.#attemptFailed(task, event);
      case "task ended":
        task.addResult(event, this.#view);
        return this.#writeSoon();
      case "task closed":
        return this.#close(task);
    }
  }

  #attemptFailed(task: OpenTask, event: Extract<PlayEvent, { readonly kind: "attempt failed" }>): void {
    task.addAttempt(event);
    if (this.#view.verbosity === 0) return;
    const { host, attempt, left, error } = event;
    const brief = `attempt ${attempt} failed, ${left} left${error ? `: ${error.message}` : ""}`;
    task.addBlock({ host, block: { label: "retrying", tone: "unknown", brief, lines: [] } });
    this.#writeSoon();
  }

  #writeSoon(): void {
    const waiting = [...this.#open.values()].some((task) => task.hasPending);
    if (!waiting || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      for (const task of this.#open.values()) this.#writeResults(task);
    }, foldingTime);
    this.#timer.unref();
  }

  #tellSlow(task: OpenTask): void {
    const waited = duration(Date.now() - task.since);
    this.#writeResults(task);
    this.#writeUnder(task, [
      this.#paint.quiet(`waiting for [${fewHosts(task.awaited, 8)}], ${waited} so far`),
    ]);
    task.written = true;
  }

  #close(task: OpenTask): void {
    this.#slow.ended(task);
    this.#open.delete(task.title.id);
    this.#writeResults(task);
    if (this.#open.size === 0) this.#stopTimer();
    const counts = countsText(task.quiet);
    if (counts === "") return;
    if (task.written) return this.#writeUnder(task, [this.#paint.quiet(counts)]);
    if (this.#sink.isTTY) this.#quietTasks += 1;
    else this.#write([`${taskTitle(task.title, this.#view)} ${this.#paint.quiet(`... ${counts}`)}`]);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #writeResults(task: OpenTask): void {
    if (!task.hasPending) return;
    this.#writeUnder(task, this.#resultLines(task, task.takePending()));
  }

  #resultLines(task: OpenTask, blocks: readonly HostBlock[]): string[] {
    return foldBlocks(blocks).flatMap(({ block, hosts }) =>
      blockLines(block, hostList(hosts, task.hosts.length), this.#paint),
    );
  }

  /** Lines under their task's title, which is written anew where another task's lines came between. */
  #writeUnder(task: OpenTask, lines: readonly string[]): void {
    this.#writeQuietTasks();
    const title = this.#current === task ? [] : [taskTitle(task.title, this.#view)];
    this.#current = task;
    this.#write([...title, ...indent(lines, 2)]);
  }

  #writeQuietTasks(): void {
    const text = quietTasks(this.#quietTasks);
    this.#quietTasks = 0;
    if (text !== "") this.#write([this.#paint.quiet(text)]);
  }

  #warn(lines: readonly string[]): void {
    const text = lines.join("\n");
    if (this.#warned.has(text)) return;
    this.#warned.add(text);
    this.#current = undefined;
    this.#write(lines);
  }

  #hostAwaited(event: HostAwaited): void {
    if (event.kind === "host awaited") this.#awaited.set(event.host, event);
    else this.#awaited.delete(event.host);
    this.#current = undefined;
    this.#write([awaitedLine(event, this.#paint)]);
  }

  /** An empty line, but not at the top. */
  #gap(): string[] {
    return this.#begun ? [""] : [];
  }

  #write(lines: readonly string[]): void {
    this.#begun = true;
    this.#sink.write(lines.map((line) => `${line}\n`).join(""));
  }
}

function usualLiveLine({ isTTY, stream, colour }: Sink): LiveLine {
  return isTTY && stream ? oraLiveLine(stream, colour > 0) : noLiveLine;
}
