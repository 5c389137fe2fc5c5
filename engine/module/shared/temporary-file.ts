import { sh, type ShellText } from "../../base/shell-text.ts";

/**
 * Makes a temporary file for a script, `play_file`, which goes away with the script. It is written down where the session
 * says (`play_notes`), so that the next run removes it where this one is killed; for that `template`, of mktemp(1), must end
 * in `/.NAME.play-XXXXXX`.
 */
export function temporaryFile(template: ShellText): ShellText {
  return sh`play_file=$(mktemp ${template}) || exit
trap 'rm -f -- "$play_file"' EXIT
[ -z "$play_notes" ] || {
  (set -C; true >"$play_notes")
  [ -O "$play_notes" ] && [ ! -L "$play_notes" ] && printf '%s\n' "$play_file" >>"$play_notes"
} 2>/dev/null`;
}
