import { joinShell, sh, ShellText } from "../../base/shell-text.ts";

/** Seconds that a command has to end in when its connection is gone; what installs packages must not be cut off. */
export const grace = 120;

/**
 * `play_guard` waits for the end of the shell's input, which is sshd's word that the connection is gone: a shell that runs
 * a command does not look there. After the time of grace it ends all below the shell, but for itself; the shell then comes
 * to its own end, and cleans up. Must be started in the background with the shell's input as its own.
 */
export const defineGuard = ShellText.trusted(`play_guard() {
  trap - EXIT
  read -r play_line
  sleep ${grace}
  read -r play_me play_line </proc/self/stat
  for play_signal in TERM KILL; do
    play_below $$
    for play_each in $play_tree; do
      case $play_each in "$$" | "$play_me") ;; *) kill -$play_signal "$play_each" ;; esac
    done
    sleep 5
  done
}`);

/**
 * Steps with a guard beside them. Must be all that is left of a frame but for its last marks, in one compound command: the
 * shell has read no further when the guard begins to read, and gets no more before it has been ended.
 */
export function guarded(steps: ShellText, last: ShellText): ShellText {
  return joinShell([
    sh`{`,
    // a function's own redirections would keep a copy of what they close, and with it the lock
    sh`( exec 7<&- 8<&-; play_guard ) <&7 >/dev/null 2>&1 &`,
    sh`play_guarding=$!`,
    sh`{`,
    steps,
    sh`} 7<&-`,
    sh`{ kill "$play_guarding"; wait "$play_guarding"; } 2>/dev/null`,
    last,
    sh`} 7<&0`,
    sh``,
  ]);
}
