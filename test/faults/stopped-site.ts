import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { runFiles, runsFolder } from "../../engine/journal/folder.ts";
import { readRun, type RunLog } from "../../engine/journal/read-run.ts";
import { play, playProgram, type PlayRun } from "../support/play.ts";

const root = mkdtempSync(path.join(tmpdir(), "play-stopped-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));

const hosts = ["a", "b"] as const;

/** Each host writes down what it has done; the task `long` goes on until it is let go. */
const playbook = `
- hosts: all
  gather_facts: false
  tasks:
    - { name: before, shell: "echo before >> {{ log }}", notify: restart }
    - name: long
      shell: "echo $$ > {{ log }}.pid; until [ -e {{ playbook_dir }}/go ]; do sleep 0.05; done; echo long >> {{ log }}"
    - { name: after, shell: "echo after >> {{ log }}" }
  handlers:
    - { name: restart, shell: "echo handler >> {{ log }}" }
  vars: { log: "{{ playbook_dir }}/{{ inventory_hostname }}.log" }
`;

/** A playbook on two hosts, which are this machine, in a folder of its own, with journals of its own. */
export class StoppedSite {
  readonly folder = mkdtempSync(path.join(root, "site-"));
  readonly words = ["site.yml", "-i", "hosts"];
  readonly environment = { NO_COLOR: "1", XDG_STATE_HOME: path.join(this.folder, "state") };

  constructor() {
    writeFileSync(path.join(this.folder, "hosts"), "a\nb\n[all:vars]\nansible_connection=local\n");
    writeFileSync(path.join(this.folder, "site.yml"), playbook);
  }

  play(...words: readonly string[]): Promise<PlayRun> {
    return play(words, { cwd: this.folder, environment: this.environment });
  }

  /** `play` as it is started by the words before it; `long` has begun on both hosts. */
  async underWay(...before: readonly string[]): Promise<Running> {
    const [program = "", ...words] = [...before, process.execPath, playProgram, ...this.words];
    const running = new Running(program, words, this);
    await until(() => this.longPids.length === hosts.length);
    return running;
  }

  letGo(): void {
    writeFileSync(path.join(this.folder, "go"), "");
  }

  get longPids(): readonly number[] {
    return hosts.flatMap((host) => {
      const text = this.read(`${host}.log.pid`);
      return text.endsWith("\n") ? [Number(text)] : [];
    });
  }

  /** Until nothing of `long` is left. */
  async longIsGone(): Promise<void> {
    await until(() => !this.longPids.some(isThere));
  }

  /** What of a file is there. */
  read(name: string): string {
    const file = path.join(this.folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }

  /** The journal of the last run. */
  get journal(): RunLog {
    const [last] = runFiles(runsFolder(this.environment));
    const log = last && readRun(last.path);
    if (!log) throw new Error("there is no journal");
    return log;
  }

  /** What each host has done, which must be the same. */
  get done(): readonly string[] {
    const [first, second] = hosts.map((host) => this.read(`${host}.log`).trim().split("\n"));
    expect(first).toEqual(second);
    return first ?? [];
  }

  /** Goes on, after which each host has done everything once. */
  async resume(...options: readonly string[]): Promise<PlayRun> {
    this.letGo();
    const resumed = await this.play(...this.words, "--resume", ...options);
    expect(resumed.status, resumed.stdout + resumed.stderr).toBe(0);
    expect(this.done).toEqual(["before", "long", "after", "handler"]);
    return resumed;
  }
}

/** A program under way and all that it has said. */
export class Running {
  readonly child: ChildProcess;
  said = "";

  constructor(program: string, words: readonly string[], site: StoppedSite) {
    const { CI: _, ...environment } = process.env;
    this.child = spawn(program, words, {
      cwd: site.folder,
      env: { ...environment, TERM: "xterm", ...site.environment },
      stdio: "pipe",
    });
    for (const output of [this.child.stdout, this.child.stderr])
      output?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
  }

  async hasSaid(text: string): Promise<void> {
    await until(() => this.said.includes(text));
  }

  async status(): Promise<unknown> {
    if (this.child.exitCode === null) await once(this.child, "close");
    return this.child.exitCode;
  }

  /** The second signal comes once the first is heard. Milliseconds that the end took after it. */
  async stopTwice(signal: NodeJS.Signals): Promise<number> {
    this.child.kill(signal);
    await this.hasSaid(`STOPPING ${signal}`);
    const second = performance.now();
    this.child.kill(signal);
    expect(await this.status()).toBe(130);
    return performance.now() - second;
  }
}

/** One that has ended may be kept in the table of processes until somebody asks for its status. */
export function isThere(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await pause(20);
}
