import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";

/**
 * The process id of PID 1 in a machine that systemd-nspawn(1) runs here, whether or not systemd-machined knows of it.
 * Throws UNREACHABLE.
 */
export async function findMachine(name: string): Promise<number> {
  const processes = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(processes.map(async (pid) => machineOf(pid)));
  const nspawn = processes.find((_, index) => found[index] === name);
  const leaders =
    nspawn === undefined ? [] : await Promise.all(processes.map(async (pid) => isLeader(pid, nspawn)));
  const leader = processes.find((_, index) => leaders[index]);
  if (leader !== undefined) return Number(leader);
  const others = [...new Set(found.filter((one) => one !== undefined))].sort();
  throw new PlayError("UNREACHABLE", `no nspawn machine ${name} runs here`, {
    hint: `start it with systemd-nspawn or machinectl; ${others.length === 0 ? "none runs" : `${others.join(", ")} run`}`,
  });
}

/** The name of the machine that a process runs, if it is systemd-nspawn. */
async function machineOf(pid: string): Promise<string | undefined> {
  const [program = "", ...words] = (await text(`/proc/${pid}/cmdline`)).split("\0");
  return path.basename(program) === "systemd-nspawn" ? nameIn(words) : undefined;
}

/** What systemd-nspawn's words name the machine: `--machine`, or else the last part of its folder's or image's path. */
export function nameIn(words: readonly string[]): string | undefined {
  const folder = valueOf(words, "--directory", "-D") ?? valueOf(words, "--image", "-i");
  return valueOf(words, "--machine", "-M") ?? (folder && path.basename(folder, ".raw"));
}

function valueOf(words: readonly string[], long: string, short: string): string | undefined {
  const at = words.findIndex(
    (word) => word.startsWith(`${long}=`) || word === long || word.startsWith(short),
  );
  const word = words[at] ?? "";
  if (word === long || word === short) return words[at + 1];
  return word === "" ? undefined : word.replace(/^--[a-z]+=|^-\w=?/, "");
}

/** Whether a process is the child of another and PID 1 in a namespace of its own. */
async function isLeader(pid: string, parent: string): Promise<boolean> {
  const status = await text(`/proc/${pid}/status`);
  return status.includes(`\nPPid:\t${parent}\n`) && /^NSpid:.*\t1$/m.test(status);
}

/** Empty where the process has ended in the meantime. */
async function text(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
