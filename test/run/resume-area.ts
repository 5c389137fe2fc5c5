import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { HostCounts } from "../../engine/model/event.ts";
import type { JournaledRun } from "./journaled-run.ts";

export const root = mkdtempSync(path.join(tmpdir(), "play-resume-"));

export const hosts = ["a", "b", "c"] as const;

/** Tasks of the playbook in `resume` that begin, handlers and includes among them. */
export const tasksBegun = 32;

/** Steps that fail where they are told to, and are not rescued; HOST stands for the host's name. */
export const failing = [
  "value",
  "rescues-1",
  "always",
  "part-one",
  "part-two",
  "items-x",
  "items-y",
  "items-z",
  "once",
  "handler-second",
  "there-V-HOST-more",
  "handler-first",
  "handler-third",
  "sum-V-HOST-xyz-by-one-V-HOST-more",
  "role-one0two0-large",
  "handler-role",
  "batch-V-HOST",
  "others-V-a",
  "handler-last",
];

/** What is played again where a step fails: a block whose `always` has been played begins anew. */
export const playedAgain: Readonly<Record<string, readonly string[]>> = {
  "rescues-1": ["always", "breaks", "tries"],
};

/** By host what it did. */
export type Logs = Readonly<Record<string, readonly string[]>>;

/** A copy of the playbook, and what the hosts have done in it. */
export class Area {
  readonly folder: string;

  constructor(name: string) {
    this.folder = path.join(root, name.replaceAll(/\W+/g, "-"));
    cpSync(path.join(import.meta.dirname, "resume"), this.folder, { recursive: true });
  }

  get argv(): readonly string[] {
    const { folder } = this;
    return [path.join(folder, "site.yml"), "-i", path.join(folder, "hosts"), "-e", `area=${folder}`];
  }

  get logs(): Logs {
    return Object.fromEntries(hosts.map((host) => [host, this.#logOf(host)]));
  }

  /** As often as it was done, whichever host did what one does for all. */
  get steps(): Logs {
    const all = Object.entries(this.logs);
    const own = all.map(([host, log]) => [host, log.filter((step) => step !== "once").toSorted()] as const);
    return {
      ...Object.fromEntries(own),
      once: all.flatMap(([, log]) => log.filter((step) => step === "once")),
    };
  }

  fail(host: string, step: string): void {
    writeFileSync(path.join(this.folder, `fail-${host}-${step}`), "");
  }

  mend(host: string, step: string): void {
    rmSync(path.join(this.folder, `fail-${host}-${step}`));
  }

  #logOf(host: string): readonly string[] {
    const file = path.join(this.folder, `${host}.log`);
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}

/** What was done on each host, whichever of the runs did it. */
export function workOf(...runs: readonly JournaledRun[]): Readonly<Record<string, Partial<HostCounts>>> {
  const ends = runs.map((run) => run.events.findLast((event) => event.kind === "run ended"));
  const work = (host: string, counter: keyof HostCounts): number =>
    ends.reduce((sum, end) => sum + (end?.hosts.get(host)?.[counter] ?? 0), 0);
  return Object.fromEntries(
    hosts.map((host) => [
      host,
      { ok: work(host, "ok"), changed: work(host, "changed"), skipped: work(host, "skipped") },
    ]),
  );
}
