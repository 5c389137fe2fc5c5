import { PlayError } from "../../base/play-error.ts";
import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { Identity } from "../session.ts";
import type { Transport } from "../transport/transport.ts";
import { openBecome } from "./become.ts";
import { type Channel, writeAll } from "./channel.ts";
import { findCommands } from "./find-commands.ts";
import { defineGuard } from "./guard.ts";
import { defineLock, parseLock, takeHost, type Taking } from "./host-lock.ts";
import { MarkedReader } from "./marked-reader.ts";
import { defineProcesses, type ProcessId } from "./processes.ts";
import { Shell } from "./shell.ts";
import { defineTemporaries } from "./temporaries.ts";
import { freshToken } from "./token.ts";
import { within } from "./within.ts";

/** Seconds for a shell to say that it is there: a slow PAM or a long profile may need many of them. */
const startTimeout = 60;

/**
 * Opens a shell under an identity. Whatever a login shell or a profile prints first is dropped.
 * `spent` are shells that were put away; those that are still there are ended, since sshd counts them. `taking`: what the shell
 * does before it is used, and tells of as its `lockState`.
 *
 * Throws BECOME, UNREACHABLE, CONNECTION_LOST, TIMEOUT.
 */
export async function startShell(
  transport: Transport,
  identity: Identity,
  beginning: Partial<Beginning> = {},
): Promise<Shell> {
  try {
    return await openShell(transport, identity, { spent: [], taking: nothingToTake, ...beginning });
  } catch (error) {
    throw transport.alive ? error : brokenOff(transport, error);
  }
}

interface Beginning {
  readonly spent: readonly ProcessId[];
  readonly taking: Taking;
}

const nothingToTake: Taking = { earlier: [], force: false };

async function openShell(transport: Transport, identity: Identity, beginning: Beginning): Promise<Shell> {
  const channel = await openChannel(transport, identity);
  const late = (): PlayError =>
    new PlayError("TIMEOUT", `no shell on ${transport.host} within ${startTimeout} seconds`, {
      hint: "see what the login shell, its profile or sudo is waiting for",
    });
  try {
    const streams = openStreams(transport, channel, beginning);
    return new Shell(channel, await within(startTimeout * 1000, streams, late));
  } catch (error) {
    channel.close();
    throw error;
  }
}

async function openChannel(transport: Transport, identity: Identity): Promise<Channel> {
  if (identity.kind === "login") return transport.open();
  return openBecome(async () => transport.open(), transport.host, identity);
}

/** What a shell said, or did not say, when the connection broke is no news of the host. */
function brokenOff({ host }: Transport, cause: unknown): PlayError {
  return new PlayError("CONNECTION_LOST", `the connection to ${host} broke`, { cause });
}

async function openStreams(transport: Transport, channel: Channel, beginning: Beginning) {
  const stdout = new MarkedReader(channel.stdout);
  const stderr = new MarkedReader(channel.stderr);
  const mark = freshToken();
  await writeAll(channel, greeting(mark, beginning).text);
  const [out, err] = await Promise.all([stdout.until(mark), stderr.until(mark)]);
  if (!out || !err) {
    const said = `${stdout.rest.toString("utf8")} ${stderr.rest.toString("utf8")}`.trim();
    throw new PlayError("UNREACHABLE", `no shell on ${transport.host}${said ? `: ${said}` : ""}`, {
      hint: "the login shell must be able to run /bin/sh, and what it reads first (~/.bashrc) must not end it; sshd may put another command in its place (ForceCommand, command= in authorized_keys)",
    });
  }
  const [pid, id = "", ...lock] = out.line.split(" ");
  const lockState = parseLock(lock.join(" "));
  return { host: transport.host, pid: Number(pid), id: id === "-" ? "" : id, lockState, stdout, stderr };
}

/** The first words to a shell. */
function greeting(mark: string, { spent, taking }: Beginning): ShellText {
  const kills = spent.map((id) => sh`! play_alive ${id} || kill -KILL ${id.split(".")[0] ?? ""} 2>/dev/null`);
  return joinShell([
    // what a login shell reads first may have put zsh in the place of sh
    ShellText.trusted('[ -z "${ZSH_VERSION-}" ] || emulate sh'),
    sh`unset ENV BASH_ENV CDPATH`,
    // A minus makes kill(1) mean the whole process group; without setsid there are no groups.
    sh`play_setsid=$(command -v setsid); play_group=; [ -z "$play_setsid" ] || play_group=-`,
    findCommands,
    // the login's folder may be closed to the user that was become: find(1) and others do not work there
    sh`cd . 2>/dev/null || cd 2>/dev/null || cd /`,
    // What writes need, asked once: each would cost a process per file.
    sh`play_umask=$(umask); play_self=$(id -u):$(id -g)`,
    defineProcesses,
    ...kills,
    defineTemporaries,
    defineLock,
    defineGuard,
    takeHost(taking),
    sh`printf '%s %s %s %s\n' ${mark} "$$" "$play_shown" "$play_lock"; printf '%s\n' ${mark} >&2`,
    sh``,
  ]);
}
