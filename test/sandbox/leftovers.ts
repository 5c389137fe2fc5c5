import { existsSync, readdirSync, readFileSync } from "node:fs";
import { processesIn } from "./cgroup.ts";
import type { SandboxState } from "./state.ts";
import { sandboxFolder } from "./state.ts";

/** What is still there of a sandbox: one line for each thing, none when it was taken away as a whole. */
export function findLeftovers(state: SandboxState): readonly string[] {
  const cgroups = state.hosts.flatMap((host) => host.cgroups);
  const links = readdirSync("/sys/class/net").filter((name) => name.startsWith(`vb-play${state.id}-`));
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  return [
    ...processesIn(cgroups).map((pid) => `process ${pid}`),
    ...commandLinesOf(state).map((line) => `process ${line}`),
    ...cgroups.filter((folder) => existsSync(folder)).map((folder) => `control group ${folder}`),
    ...links.map((name) => `network link ${name}`),
    ...(existsSync(`/sys/class/net/${state.bridge}`) ? [`bridge ${state.bridge}`] : []),
    ...mounts.filter((line) => line.includes(`${sandboxFolder(state.id)}/`)).map((line) => `mount ${line}`),
    ...(existsSync(sandboxFolder(state.id)) ? [`folder ${sandboxFolder(state.id)}`] : []),
  ];
}

/** Processes outside the control groups that were started for one of the hosts. */
function commandLinesOf(state: SandboxState): readonly string[] {
  const machines = state.hosts.map((host) => `--machine=${host.machine}`);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readCommandLine(pid))
    .filter((words) => machines.some((machine) => words.includes(machine)))
    .map((words) => words.join(" "));
}

function readCommandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
