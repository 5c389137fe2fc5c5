import { readFileSync } from "node:fs";
import type { RunLine } from "./line.ts";

/** When a process began, in the kernel's own words; empty where that cannot be told. Numbers of processes are used again. */
export function processBegan(pid: number): string {
  try {
    // proc_pid_stat(5): the name may hold blanks and brackets; of the fields behind it the twentieth is the start time
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]}`;
  } catch {
    return "";
  }
}

/** Whether the process that writes a journal is still there. */
export function isRunning({ pid, began }: Pick<RunLine, "pid" | "began">): boolean {
  return began !== "" && processBegan(pid) === began;
}
