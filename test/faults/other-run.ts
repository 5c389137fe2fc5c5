import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { playProgram } from "../support/play.ts";

/** A run in a process of its own, which can be killed. */
export class Other {
  readonly pid: number;
  /** Exit status; null where a signal ended it. */
  readonly status: Promise<number | null>;
  /** What it has said so far. */
  said = "";
  readonly #child: ChildProcess;

  constructor(words: readonly string[]) {
    this.#child = spawn(process.execPath, [playProgram, ...words], {
      env: { ...process.env, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.pid = this.#child.pid ?? 0;
    this.#child.stdout?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.#child.stderr?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.status = once(this.#child, "close").then(([status]) => (typeof status === "number" ? status : null));
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
