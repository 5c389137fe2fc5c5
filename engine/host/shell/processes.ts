import { ShellText } from "../../base/shell-text.ts";

/**
 * A process on a host, told apart from any later one with the same number: `PID.START.BOOT`, by its start in the kernel's
 * ticks and the boot's id. Empty where /proc does not tell.
 */
export type ProcessId = string;

/**
 * Shell functions and variables about processes, made of builtins alone, so that they cost no process (proc(5)):
 *
 * - `play_own`: the shell's own {@link ProcessId};
 * - `play_alive ID`: whether that process is there, and more than what its parent has not yet fetched;
 * - `play_end ID FORCE`: ends the shell of that id, with all below it if FORCE is given; fails while it has something under way;
 * - `play_below PID`: sets `play_tree` to the numbers of that process and of all below it, with blanks around each.
 */
export const defineProcesses =
  ShellText.trusted(`play_parse() { play_state=$1; play_up=$2; shift 19; play_start=$1; }
play_stat() {
  read -r play_line <"/proc/$1/stat" || return 1
  play_parse \${play_line##*) }
} 2>/dev/null
play_alive() {
  play_rest=\${1#*.}
  [ "\${play_rest#*.}" = "$play_boot" ] && play_stat "\${1%%.*}" && [ "$play_start" = "\${play_rest%%.*}" ] && [ "$play_state" != Z ]
}
play_below() {
  play_tree=" $1 "; play_more=1
  while [ -n "$play_more" ]; do
    play_more=
    for play_entry in /proc/[0-9]*; do
      play_each=\${play_entry#/proc/}
      case $play_tree in *" $play_each "*) continue ;; esac
      play_stat "$play_each" || continue
      case $play_tree in *" $play_up "*) play_tree="$play_tree$play_each "; play_more=1 ;; esac
    done
  done
}
play_end() {
  play_alive "$1" || return 0
  play_below "\${1%%.*}"
  case $2$play_tree in " "*" "*" "*) return 1 ;; esac
  kill -KILL $play_tree
  return 0 # another user's shell is left to itself
}
play_boot=; play_own=
{ read -r play_boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
[ -z "$play_boot" ] || ! play_stat $$ || play_own=$$.$play_start.$play_boot
play_shown=\${play_own:--}`);
