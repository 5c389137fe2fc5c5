import { sh, type ShellText } from "../../base/shell-text.ts";

/**
 * Ends whatever runs below a process, with TERM, and a second later with KILL: also what is in sessions of its own, but
 * not what has left its parents (proc_pid_stat(5): behind the name in brackets come state and parent).
 */
export function endBelow(pid: number): ShellText {
  return sh`
play_below() {
  play_all=$(cat /proc/[0-9]*/stat 2>/dev/null | sed -n 's/^\([0-9]*\) .*) . \([0-9]*\) .*/\1 \2/p')
  play_known=" ${pid} "; play_list=; play_more=1
  while [ -n "$play_more" ]; do
    play_more=
    while read -r play_pid play_parent; do
      case "$play_known" in
        *" $play_pid "*) ;;
        *" $play_parent "*) play_known="$play_known$play_pid "; play_list="$play_list $play_pid"; play_more=1 ;;
      esac
    done <<PLAY_ALL
$play_all
PLAY_ALL
  done
}
play_below
if [ -n "$play_list" ]; then
  kill -TERM $play_list; sleep 1; kill -KILL $play_list
fi 2>/dev/null
play_rc=0`;
}
