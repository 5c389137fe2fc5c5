import { spawn } from "node:child_process";
import { SandboxError } from "./sandbox-error.ts";

export interface CommandResult {
  /** Exit status; 128 + n where signal n ended the program, as shells count. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly input?: string | undefined;
  /** Instead of our own environment. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** Administrators' programs are found also where a login left /usr/sbin out of the path. */
export const toolPath = `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;

/** Runs a program to its end. A program that cannot be started is an error, a status other than 0 is a result. */
export function runCommand(argv: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const [program = "", ...rest] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { env: { ...(options.environment ?? process.env), PATH: toolPath } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", reject);
    child.on("close", (status, signal) => {
      resolve({
        status: status ?? (signal === "SIGKILL" ? 137 : 143),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
    // a program may well end without reading all of its input
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
  });
}

/** Runs a program that must succeed, and answers its standard output. */
export async function readCommand(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { status, stdout, stderr } = await runCommand(argv, options);
  if (status === 0) return stdout;
  const said = lastLines(stderr.trim() === "" ? stdout : stderr, 15);
  throw new SandboxError(`${argv.join(" ")}\nfailed with status ${status}: ${said}`);
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
