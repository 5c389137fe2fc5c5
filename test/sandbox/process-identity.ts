import { readFileSync } from "node:fs";

/** A process for good: pids are used again, a pid with the time of its start is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot; field 22 of /proc/PID/stat, see proc(5). */
  readonly startTime: string;
}

/** `undefined` if there is no such process, or only its zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const stat = readProcess(pid, "stat");
  // the program's name, in parentheses, may hold blanks and parentheses; "state" is the field after it, number 3
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const startTime = fields[22 - 3];
  if (startTime === undefined || fields[0] === "Z") return undefined;
  return { pid, startTime };
}

export function ownIdentity(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, startTime: "unknown" };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startTime === identity.startTime;
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime;
}

/** The pids that a process has, from our pid namespace inwards: two of them, the last being 1, mark a machine's init. */
export function namespacePids(pid: number): readonly number[] {
  const line = /^NSpid:(.*)$/m.exec(readProcess(pid, "status"))?.[1] ?? "";
  return line.trim().split(/\s+/).map(Number);
}

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
