import { spawn } from "node:child_process";
import { once } from "node:events";
import { playProgram } from "../support/play.ts";

/** `play` on a terminal of its own, which script(1) makes. */
export interface OnTerminal {
  /** All that the terminal shows until `text` is on it. */
  until(text: string): Promise<void>;
  type(keys: string): void;
  /** The exit status, and all that was shown. */
  ended(): Promise<{ readonly status: number; readonly shown: string }>;
}

export function playOnTerminal(words: readonly string[]): OnTerminal {
  const command = [process.execPath, playProgram, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const end = once(child, "close");
  let shown = "";
  let look = (): void => {};
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    look();
  });
  return {
    async until(text) {
      const seen = new Promise<void>((resolve) => {
        look = () => {
          if (shown.includes(text)) resolve();
        };
        look();
      });
      const early = end.then(() => {
        throw new Error(`play ended before it showed "${text}":\n${shown}`);
      });
      await Promise.race([seen, early]);
    },
    type: (keys) => void child.stdin.write(keys),
    async ended() {
      const [status] = await end;
      return { status: Number(status), shown };
    },
  };
}
