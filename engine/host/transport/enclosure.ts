import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { PlayError } from "../../base/play-error.ts";
import type { Enclosure } from "../session.ts";
import { within } from "../shell/within.ts";
import { type Entrance, entrances } from "./entrance.ts";
import { openCommand } from "./local.ts";
import type { Transport } from "./transport.ts";

/** A container, a chroot or a machine of this machine; entered once, to see that it can be. Throws UNREACHABLE. */
export async function openEnclosure(enclosure: Enclosure): Promise<Transport> {
  checkRights(enclosure);
  const entrance = await entrances[enclosure.kind](enclosure);
  await tryToEnter(enclosure, entrance);
  return openCommand(entrance.command, titleOf(enclosure), entrance.environment);
}

function titleOf({ kind, name }: Enclosure): string {
  return `${kind} ${name}`;
}

function unreachable(enclosure: Enclosure, reason: string, hint: string): PlayError {
  return new PlayError("UNREACHABLE", `${titleOf(enclosure)} cannot be entered: ${reason}`, { hint });
}

function checkRights(enclosure: Enclosure): void {
  const { kind, name } = enclosure;
  if (kind === "docker" || kind === "podman") return;
  if (process.getuid?.() !== 0)
    throw unreachable(enclosure, `only root can enter a ${kind}`, "play as root: sudo play …");
  if (kind === "chroot" && !existsSync(name))
    throw unreachable(
      enclosure,
      `there is no folder ${path.resolve(name)}`,
      "ansible_host, or else the host's name, is the path of the folder",
    );
}

/** Has the command give a shell that has nothing to do. */
async function tryToEnter(enclosure: Enclosure, entrance: Entrance): Promise<void> {
  const [program = "", ...words] = entrance.command;
  const child = spawn(program, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: entrance.environment,
    detached: true,
  });
  let said = "";
  // docker tells on its standard output what its runtime refused
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (said += chunk.toString("utf8")));
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("error", (error) => resolve("code" in error ? String(error.code) : error.message));
    child.once("close", (status) => resolve(status));
  });
  const { connectTimeout } = enclosure;
  const late = (): PlayError =>
    unreachable(enclosure, `no shell within ${connectTimeout} seconds`, `see what ${program} waits for`);
  try {
    const end = await within(connectTimeout * 1000, ended, late);
    if (end === "ENOENT")
      throw unreachable(
        enclosure,
        `there is no ${program} on this machine`,
        `install ${program}, or play where it is`,
      );
    if (end !== 0)
      throw unreachable(enclosure, said.trim() || `${program} ended with ${end}`, adviceOn(enclosure, said));
  } finally {
    child.kill("SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  }
}

function adviceOn({ kind, name, user }: Enclosure, said: string): string {
  if (/no such container|no container with/i.test(said))
    return `ansible_host, or else the host's name, is the container's: ${kind} ps -a lists them`;
  if (/is not running|is paused|container state improper/i.test(said))
    return `start it: ${kind} start ${name}`;
  if (/daemon|socket|permission denied while/i.test(said))
    return `see that ${kind} runs, and that you may use it (its group, DOCKER_HOST)`;
  if (/unable to find user|no users found|does not exist|unknown user|no passwd/i.test(said))
    return `there is no user ${user} in it: ansible_user names one of its own`;
  if (/\/bin\/sh|\bsu\b/.test(said))
    return "it must hold a /bin/sh that runs there, and su(1) for other users than root";
  return `see that it runs, and that it holds a /bin/sh`;
}
