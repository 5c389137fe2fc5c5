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
 * because busybox takes no `--`; what it reads it reads by itself, since a host may have no more than coreutils.
 */
export const watchdog = `sleep "$1" || exit 1
trap '' TERM
play_target=$2 play_out=$3 play_err=$4
play_look() {
  play_state=
  read -r play_line <"/proc/$1/stat" || return 1
  set -- \${play_line##*) }
  play_state=$1 play_parent=$2 play_group=$3 play_session=$4
}
play_spared=" $$ "
play_up=$$
while play_look "$play_up" && [ "$play_parent" -gt 0 ]; do
  play_up=$play_parent play_spared="$play_spared$play_up "
done
play_found=" \${play_target#-} "
play_add() {
  case "$play_found$play_spared" in *" $1 "*) ;; *) play_found="$play_found$1 " ;; esac
}
play_writers() {
  ls -l /proc/[0-9]*/fd | while read -r play_first play_rest; do
    case $play_first in
      /proc/*) play_pid=\${play_first#/proc/} play_pid=\${play_pid%/fd:} ;;
      l?w*) case $play_rest in *" $play_out" | *" $play_err") printf '%s ' "$play_pid" ;; esac ;;
    esac
  done
}
play_find() {
  for play_pid in $(play_writers); do play_add "$play_pid"; done
  play_before=
  while [ "$play_found" != "$play_before" ]; do
    play_before=$play_found
    for play_entry in /proc/[0-9]*; do
      play_pid=\${play_entry#/proc/}
      play_look "$play_pid" || continue
      case $play_found in
        *" $play_parent "* | *" $play_group "* | *" $play_session "*) play_add "$play_pid" ;;
      esac
    done
  done
}
play_alive() {
  for play_pid in $play_found; do
    play_look "$play_pid" || continue
    case $play_state in [ZX]) ;; *) return 0 ;; esac
  done
  return 1
}
play_send() { for play_pid in $play_found; do kill "-$1" "$play_pid"; done; }
play_find
kill -TERM "$play_target"
play_send TERM
for play_try in 1 2; do
  play_alive || break
  sleep 1
done
for play_try in 1 2 3; do
  play_find
  play_alive || exit 0
  kill -KILL "$play_target"
  play_send KILL
done
exit 0`;
