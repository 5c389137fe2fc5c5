/**
 * A script that ends a command when its time is over: TERM, and KILL for what is there two seconds later. Its arguments
 * are the time in seconds, the command's process id (with a minus where that is a group, too), and its two output pipes
 * (`pipe:[123]`).
 *
 * It ends the command's process group, what descends from it, what is in a session or group that one of these made, and
 * who holds an output of the command for writing: a process that has left its parents behind is still known by that. Who
 * has left them, made a session, and closed both outputs is a daemon, which cannot be told from others and goes on. Nor
 * can a process be ended that belongs to another user, or that the kernel does not let go (state D).
 *
 * Exits 1 where it was itself ended in time. proc(5) has the fields of /proc/PID/stat. `kill -TERM -PID` without `--`,
 * because busybox takes no `--`. All processes are read at once and shortened to "PID STATE PARENT GROUP SESSION" before the
 * shell looks through them: a host may have thousands.
 */
export const watchdog = `sleep "$1" || exit 1
trap '' TERM
play_target=$2 play_out=$3 play_err=$4 play_spared=" $$ "
play_found=" \${play_target#-} "
IFS='
'
play_snapshot() {
  set +f
  play_stats=$(cat /proc/[0-9]*/stat | sed -n 's/^\\([0-9]*\\) (.*) \\(.\\) \\(-*[0-9]*\\) \\(-*[0-9]*\\) \\(-*[0-9]*\\) .*/\\1 \\2 \\3 \\4 \\5/p')
  set -f
}
play_parse() {
  IFS=' '
  set -- $1
  IFS='
'
  play_pid=$1 play_state=$2 play_parent=$3 play_group=$4 play_session=$5
}
play_add() {
  case "$play_found$play_spared" in *" $1 "*) ;; *) play_found="$play_found$1 " ;; esac
}
play_spare_parents() {
  play_up=$$
  while [ "$play_up" -gt 0 ]; do
    play_child=$play_up play_up=0
    for play_stat in $play_stats; do
      case $play_stat in "$play_child "*) play_parse "$play_stat"; play_up=$play_parent ;; esac
    done
    play_spared="$play_spared$play_up "
  done
}
play_add_writers() {
  set +f
  play_files=$(ls -l /proc/[0-9]*/fd | grep -F -e /fd: -e "$play_out" -e "$play_err")
  set -f
  for play_file in $play_files; do
    case $play_file in
      /proc/*) play_pid=\${play_file#/proc/} play_pid=\${play_pid%/fd:} ;;
      l?w*" $play_out" | l?w*" $play_err") play_add "$play_pid" ;;
    esac
  done
}
play_find() {
  play_add_writers
  play_snapshot
  play_before=
  while [ "$play_found" != "$play_before" ]; do
    play_before=$play_found
    for play_stat in $play_stats; do
      play_parse "$play_stat"
      case $play_found in
        *" $play_parent "* | *" $play_group "* | *" $play_session "*) play_add "$play_pid" ;;
      esac
    done
  done
}
play_alive() {
  for play_stat in $play_stats; do
    play_parse "$play_stat"
    case $play_found in *" $play_pid "*) ;; *) continue ;; esac
    case $play_state in [ZX]) ;; *) return 0 ;; esac
  done
  return 1
}
play_send() {
  kill "-$1" "$play_target"
  IFS=' '
  for play_pid in $play_found; do kill "-$1" "$play_pid"; done
  IFS='
'
}
play_snapshot
play_spare_parents
play_find
play_send TERM
for play_try in 1 2; do
  sleep 1
  play_snapshot
  play_alive || break
done
for play_try in 1 2 3; do
  play_find
  play_alive || exit 0
  play_send KILL
done
exit 0`;
