import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { runFiles, runsFolder } from "../../engine/journal/folder.ts";
import { readRun, type RunLog } from "../../engine/journal/read-run.ts";
import { Area } from "../run/resume-area.ts";
import { play, playProgram } from "../support/play.ts";
import { isThere, until } from "./stopped-site.ts";

/** The playbook of test/run/resume, played by the program as a user starts it. */
export class KilledPlay {
  readonly area: Area;
  readonly #environment: Readonly<Record<string, string>>;

  constructor(name: string) {
    this.area = new Area(name);
    this.#environment = { XDG_STATE_HOME: path.join(this.area.folder, "state") };
  }

  /** Milliseconds from the journal's first line to the end. */
  async undisturbed(): Promise<number> {
    const child = await this.#begun();
    const began = performance.now();
    if (child.exitCode === null) await once(child, "close");
    expect(this.#journal?.finished?.outcome).toBe("well");
    return performance.now() - began;
  }

  /** Kills the program so many milliseconds after its journal's first line; false where it was over before. */
  async killAfter(milliseconds: number): Promise<boolean> {
    const child = await this.#begun();
    await pause(milliseconds);
    const commands = childrenOf(child.pid);
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "close");
    await until(() => !commands.some(isThere));
    return this.#journal?.finished === undefined;
  }

  /** Goes on to the end. How many steps were finished before. */
  async resume(): Promise<number> {
    const before = this.#journal?.steps.filter(({ kind }) => kind === "end").length ?? 0;
    const options = { environment: this.#environment };
    const resumed = await play([...this.area.argv, "--resume"], options);
    expect(resumed.status, resumed.stdout + resumed.stderr).toBe(0);
    return before;
  }

  get #journal(): RunLog | undefined {
    const [last] = runFiles(runsFolder(this.#environment));
    return last && readRun(last.path);
  }

  async #begun() {
    const child = spawn(process.execPath, [playProgram, ...this.area.argv], {
      env: { ...process.env, ...this.#environment },
      stdio: "ignore",
    });
    await until(() => this.#journal !== undefined);
    return child;
  }
}

function childrenOf(pid: number | undefined): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}
