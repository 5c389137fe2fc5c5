import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";

/**
 * Temporary files of this machine are written down, in a file named after the process that makes them, so that the next
 * run removes what one that was killed has left. A folder that cannot be written to only loses that.
 */
export function noteTemporary(path: string): void {
  attempt(() => {
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    appendFileSync(own(), `${JSON.stringify(path)}\n`, { mode: 0o600 });
    if (noted) return;
    noted = true;
    // a run that is given up ends while a file is still being written
    process.once("exit", () => attempt(() => sweep(own())));
  });
}

/** Removes what dead processes have left. */
export function sweepTemporaries(): void {
  attempt(() => {
    for (const name of readdirSync(folder())) if (!isAlive(name)) attempt(() => sweep(join(folder(), name)));
  });
}

let noted = false;

function folder(): string {
  const state = process.env["XDG_STATE_HOME"] ?? join(homedir(), ".local", "state");
  return join(state, "play", "temporaries");
}

function own(): string {
  return join(folder(), `${process.pid}.${startOf(process.pid)}.${bootId()}`);
}

function sweep(file: string): void {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line === "") continue;
    const path: unknown = JSON.parse(line);
    if (typeof path === "string" && isTemporary(path)) rmSync(path, { force: true });
  }
  rmSync(file);
}

function isTemporary(path: string): boolean {
  return /^\..*\.play-[0-9a-f]+$/s.test(basename(path));
}

function isAlive(name: string): boolean {
  const [pid = "", start, boot] = name.split(".");
  return boot === bootId() && start === startOf(Number(pid));
}

/** When the process started, in the kernel's ticks: proc(5), field 22; empty where there is none of that number. */
function startOf(pid: number): string {
  return (
    attempt(
      () =>
        readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ")[19],
    ) ?? ""
  );
}

function bootId(): string {
  return attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? "";
}

/** Undefined where a file cannot be read or written. */
function attempt<T>(body: () => T): T | undefined {
  try {
    return body();
  } catch (error) {
    if (error instanceof Error && ("code" in error || error instanceof SyntaxError)) return undefined;
    throw error;
  }
}
