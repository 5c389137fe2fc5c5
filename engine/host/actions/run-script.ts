import { PlayError } from "../../base/play-error.ts";
import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { RunAction } from "../change.ts";
import { endOfStep } from "../shell/frame.ts";
import { hereDocument } from "../shell/here-document.ts";
import { watchdog } from "./watchdog.ts";

/** Exit status that stands for "ended because its time was over"; no command has it. */
export const timedOut = -1;

/** Where a command's input comes from: a script that prints it; nothing is /dev/null. */
export type Feeder = ShellText | undefined;

/**
 * One command as a step of a frame, the last one.
 *
 * Its outputs go through a `cat` each, and the marks follow in the same pipes: so the command's output is complete when
 * its mark comes, and a process that it left behind holds our pipes, never the shell's own outputs. Descriptor 4 is the
 * shell's output, 5 the pipe for errors, 6 the command's input; 8 is the host's lock, which the command must not keep.
 */
export function runStep(
  action: RunAction,
  environment: Readonly<Record<string, string>>,
  feeder: Feeder,
  mark: string,
): ShellText {
  const command =
    action.timeout === undefined
      ? foreground(action, environment, feeder)
      : limited(action, environment, feeder);
  const marked = joinShell([sh`{`, command, endOfPipes(mark), sh`} 6<&0`]);
  const fed = feeder ? joinShell([sh`{`, feeder, sh`} |`, marked]) : marked;
  return joinShell([
    sh`{ { exec 8<&-; {`,
    fed,
    sh`} | cat >&4 4>&- 5>&-`,
    sh`} 5>&1 | cat >&2 4>&- 8<&-`,
    sh`} 4>&1`,
  ]);
}

/** Marks in the command's own pipes. */
function endOfPipes(mark: string): ShellText {
  return sh`{ ${endOfStep(mark)}; } 2>&5`;
}

function foreground(
  action: RunAction,
  environment: Readonly<Record<string, string>>,
  feeder: Feeder,
): ShellText {
  return joinShell([start(action, environment, feeder, sh``), sh`play_rc=$?`]);
}

/**
 * With a time limit: a {@link watchdog} ends the command when it is over. Its own exit status tells whether it had to; it
 * may be so young that it has no group yet. (A shell makes background commands ignore INT and QUIT, and so does a command
 * with a time limit.)
 */
function limited(
  action: RunAction,
  environment: Readonly<Record<string, string>>,
  feeder: Feeder,
): ShellText {
  const seconds = Math.ceil(action.timeout ?? 0);
  return joinShell([
    sh`{ play_out=$(readlink /proc/self/fd/7); play_err=$(readlink /proc/self/fd/5); } 7>&1 2>/dev/null`,
    // a shell tells of a child that a signal has ended, and none of its words are the command's
    sh`{`,
    start(action, environment, feeder, sh`&`),
    sh`play_child=$!
$play_setsid /bin/sh -c ${watchdog} sh ${seconds} "$play_group$play_child" "$play_out" "$play_err" </dev/null >/dev/null 2>&1 4>&- 5>&- 6<&- &
play_watch=$!
wait "$play_child"; play_rc=$?
kill -TERM "$play_group$play_watch" 2>/dev/null || kill -TERM "$play_watch" 2>/dev/null
wait "$play_watch" && play_rc=${timedOut}
} 2>/dev/null`,
  ]);
}

/**
 * A new shell in a session of its own, which gets its script, folder and environment through descriptor 9: nothing is
 * in its arguments but where its temporary files are written down, and whatever the script does to itself does not reach our shell.
 */
function start(
  action: RunAction,
  environment: Readonly<Record<string, string>>,
  feeder: Feeder,
  ending: ShellText,
): ShellText {
  const input = feeder ? sh`<&6 6<&-` : sh`</dev/null 6<&-`;
  const inner = ShellText.trusted(`'play_notes=$1; shift; eval "$(cat <&9)"'`);
  const command = sh`$play_setsid /bin/sh -c ${inner} sh "$play_notes" ${input} 2>&5 4>&- 5>&-`;
  const text = hereDocument(command, scriptOf(action, environment), 9).text;
  return ShellText.trusted(text.replace("\n", ` ${ending.text}\n`));
}

function scriptOf(action: RunAction, environment: Readonly<Record<string, string>>): string {
  if (action.script.text.includes("\0")) throw new PlayError("BAD_VALUE", "a command cannot hold a NUL byte");
  const folder = action.directory === undefined ? [] : [sh`cd -- ${action.directory} || exit`];
  return joinShell([sh`exec 9<&-`, ...exportsOf(environment), ...folder, sh`eval ${action.script.text}`])
    .text;
}

function exportsOf(environment: Readonly<Record<string, string>>): ShellText[] {
  return Object.entries(environment).map(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name))
      throw new PlayError("BAD_VALUE", `${name} cannot be the name of an environment variable`, {
        hint: "use letters, digits and underscores",
      });
    return sh`export ${ShellText.trusted(name)}=${value}`;
  });
}
