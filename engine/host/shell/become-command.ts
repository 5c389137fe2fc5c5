import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { Become } from "../session.ts";
import { findCommands } from "./find-commands.ts";

/** Random words by which a conversation is followed. */
export interface Tokens {
  /** Said by the other user's shell once it is there. */
  readonly ready: string;
  /** How sudo is told to ask for the password. */
  readonly prompt: string;
  /** Said when a program that was given a terminal has ended. */
  readonly gone: string;
}

/**
 * Where a program that becomes another user finds a terminal. `none`: nowhere, and it is told not to ask where it can.
 * `given`: script(1) gives it one, for a sudo with requiretty and for a doas that asks; its standard streams stay ours.
 */
export type Terminal = "none" | "given";

/**
 * Turns a login shell into another user's, who first says `ready`; nothing has to be done where it is that user's. Messages on the way are in English; the other user's
 * shell gets back the LC_ALL that the login had. One compound command, so that nothing of it is left to read afterwards.
 */
export function becomeCommand(identity: Become, tokens: Tokens, terminal: Terminal): ShellText {
  const become = sh`exec ${commandOf[identity.method](identity, tokens, terminal)}`;
  return joinShell([
    sh`{`,
    findCommands,
    sh`[ "$(id -un)" != ${identity.user} ] || { echo ${tokens.ready}; exec /bin/sh; }`,
    ShellText.trusted('set -- ${LC_ALL+"$LC_ALL"}; LC_ALL=C; export LC_ALL'),
    terminal === "none" ? become : onTerminal(identity, become, tokens),
    sh`}`,
    sh``,
  ]);
}

/** How often the host has asked for the password so far. */
export function timesAsked({ method }: Become, said: string, { prompt }: Tokens): number {
  const question = method === "sudo" ? prompt : /password[^:\n]*:/i;
  return said.split(question).length - 1;
}

type CommandOf = (identity: Become, tokens: Tokens, terminal: Terminal) => ShellText;

const commandOf: Readonly<Record<Become["method"], CommandOf>> = {
  sudo: (identity, { ready, prompt }) => {
    const asking = identity.password === undefined ? sh`-n` : sh`-S -p ${prompt}`;
    return sh`${program(identity)} -H ${asking} -u ${identity.user} -- /bin/sh -c ${arrival(ready)} sh "$@"`;
  },
  // reads the password from its input where that is no terminal
  su: (identity, { ready }) =>
    sh`${program(identity)} -s /bin/sh -c ${arrival(ready)} ${identity.user} sh "$@"`,
  // asks on a terminal only
  doas: (identity, { ready }, terminal) => {
    const asking = terminal === "none" ? sh`-n` : sh``;
    return sh`${program(identity)} ${asking} -u ${identity.user} -- /bin/sh -c ${arrival(ready)} sh "$@"`;
  },
};

function program({ method, exe, flags }: Become): ShellText {
  return sh`${exe ?? method} ${ShellText.trusted(flags ?? "")}`;
}

/** What the other user runs first; its only argument is the login's LC_ALL, if there is one. */
function arrival(ready: string): string {
  return sh`unset LC_ALL; [ $# = 0 ] || { LC_ALL=$1; export LC_ALL; }; echo ${ready}; exec /bin/sh`.text;
}

/**
 * script(1) makes a terminal and runs a command on it. The command gets our own streams back, so that nothing that is
 * sent later passes the terminal: only a question for the password does. Its answer is one line of our input, which a
 * shell reads and passes on; sudo reads it itself.
 */
function onTerminal({ method }: Become, become: ShellText, { gone }: Tokens): ShellText {
  const command = joinShell([
    ShellText.trusted('set -- ${PLAY_LC_ALL+"$PLAY_LC_ALL"}; unset PLAY_LC_ALL'),
    sh`${become} <&3 >&4 2>&5 3<&- 4>&- 5>&-`,
  ]);
  const answer = method === "sudo" ? sh`:` : sh`IFS= read -r play_line <&3 && printf '%s\n' "$play_line"`;
  return joinShell([
    sh`[ $# = 0 ] || { PLAY_LC_ALL=$1; export PLAY_LC_ALL; }`,
    sh`exec 3<&0 4>&1 5>&2`,
    sh`{ ${answer}; } | { SHELL=/bin/sh script -qc ${command.text} /dev/null >&5; echo ${gone} >&5; }`,
    sh`exit`,
  ]);
}
