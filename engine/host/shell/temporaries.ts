import { ShellText } from "../../base/shell-text.ts";

/**
 * Temporary files that a shell makes are written down, in `play.ID` in a folder where everybody may write, ID being the
 * shell's own (see processes.ts). What a shell that was killed has left, even by a host that lost its power, is removed by
 * the next shell of the same user. Only names of the form `.NAME.play-TOKEN` are.
 *
 * - `play_note PATH` writes one down before it is made;
 * - `play_sweep` removes what dead shells left; once more at the shell's end, for one that was dying when it began. A file of that name by another user is neither read nor written.
 */
export const defineTemporaries = ShellText.trusted(`play_notes=
for play_entry in /var/tmp /tmp /dev/shm; do
  if [ -n "$play_own" ] && [ -k "$play_entry" ] && [ -w "$play_entry" ]; then
    play_notes=$play_entry/play.$play_own
    break
  fi
done
play_note() {
  [ -n "$play_notes" ] || return 0
  set -C; true >"$play_notes"; set +C
  if [ -O "$play_notes" ] && [ ! -L "$play_notes" ]; then
    case $1 in /*) printf '%s\\n' "$1" ;; *) printf '%s\\n' "$PWD/$1" ;; esac >>"$play_notes"
  fi
} 2>/dev/null
play_sweep() {
  [ -n "$play_notes" ] || return 0
  for play_entry in "\${play_notes%/*}"/play.[0-9]*; do
    if [ ! -O "$play_entry" ] || [ -L "$play_entry" ] || play_alive "\${play_entry##*/play.}"; then continue; fi
    while IFS= read -r play_line; do
      case $play_line in /*/.*.play-*) rm -f -- "$play_line" ;; esac
    done <"$play_entry"
    rm -f -- "$play_entry"
  done
} 2>/dev/null
play_leave() {
  play_sweep
  for play_entry in "$play_notes" "$play_held"; do [ ! -f "$play_entry" ] || rm -f -- "$play_entry"; done
}
play_held=
trap play_leave EXIT
play_sweep`);
