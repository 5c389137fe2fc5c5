import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { WriteAction } from "../change.ts";
import { freshToken } from "../shell/token.ts";

/** Exit status of a write whose `validate` command refused the content; 1 is any other failure. */
export const invalid = 9;

/** In bytes: a name has at most 255, and what a backup's name adds has at most 30. A longer one is cut. */
export const longestBackedUp = 225;

/**
 * A file's replacement as a subshell, for one step of a frame: `content` prints the bytes. Its output is the backup's
 * path, if one was made. The temporary file `.NAME.play-TOKEN` goes away however the subshell ends.
 */
export function writeScript(action: WriteAction, content: ShellText): ShellText {
  return joinShell([
    sh`(`,
    defineWriting,
    sh`play_prepare ${absolute(action.path)} ${freshToken()} ${action.follow === true ? "follow" : ""}`,
    sh`{`,
    content,
    sh`} > "$play_temp" || exit 1`,
    finish(action),
    sh`)`,
  ]);
}

/** The same where the content has been written to `$play_temp` by other means; see {@link defineWriting}. */
export function finish(action: WriteAction): ShellText {
  const ownership = `${action.owner ?? ""}${action.group === undefined ? "" : `:${action.group}`}`;
  return joinShell([
    sh`play_dress ${ownership} ${action.mode ?? ""}`,
    action.validate === undefined ? sh`:` : validation(action.validate),
    action.backup === true ? sh`play_backup` : sh`:`,
    action.unsafe === true ? sh`play_overwrite` : sh`play_replace`,
  ]);
}

/** `%s` becomes the temporary file; the rest is the user's own shell text. */
function validation(command: string): ShellText {
  const text = command.replaceAll("%s", () => '"$play_temp"');
  return sh`( eval ${text} ) </dev/null >&2 || exit ${invalid}`;
}

/** A path that no command takes for an option. */
export function absolute(path: string): string {
  return path.startsWith("/") ? path : `./${path}`;
}

/**
 * The steps of a replacement, which end the subshell where they fail:
 *
 * - `play_prepare PATH TOKEN FOLLOW` has errors told in English, and sets `play_target`, `play_temp`, `play_old` (mode:uid:gid of what is there);
 * - `play_follow`: busybox's `readlink -f` takes a link that leads nowhere yet for one in the working folder;
 * - `play_dress OWNER MODE`: owner first, since chown clears setuid; without a mode the old file's or the umask's;
 * - `play_replace`: the data reaches the disk before the name does. `mv -T` does not move into a folder that a link
 *   leads to; busybox refuses such a link.
 */
export const defineWriting = ShellText.trusted(`play_prepare() {
  LC_ALL=C; export LC_ALL
  play_target=$1
  [ -z "$3" ] || play_follow
  [ -L "$play_target" ] || [ ! -d "$play_target" ] || play_fail "it is a directory"
  [ -d "\${play_target%/*}/" ] || play_fail "the directory \${play_target%/*} does not exist"
  play_name=\${play_target##*/}
  [ "\${#play_name}" -lt 100 ] || play_name=$(printf %.60s "$play_name")
  play_temp=\${play_target%/*}/.$play_name.play-$2
  play_note "$play_temp"
  play_old= play_copy=
  [ ! -e "$play_target" ] || play_old=$(stat -L -c %a:%u:%g -- "$play_target") || exit 1
  trap play_clean EXIT
  trap 'exit 1' HUP INT PIPE TERM
  play_bits=$((0666 & ~play_umask))
  play_mode=$((play_bits >> 6))$((play_bits >> 3 & 7))$((play_bits & 7))
  umask 077
}
play_follow() {
  play_hops=0
  while [ -L "$play_target" ]; do
    play_hops=$((play_hops + 1))
    [ "$play_hops" -le 40 ] || play_fail "the link leads in a circle"
    play_next=$(readlink -- "$play_target" && echo .) || exit 1
    play_next=\${play_next%??}
    case $play_next in /*) ;; *) play_next=\${play_target%/*}/$play_next ;; esac
    play_target=$play_next
  done
}
play_clean() { [ -z "$play_temp" ] || rm -f -- "$play_temp" \${play_copy:+"$play_copy"}; }
play_fail() { printf '%s\\n' "$1" >&2; exit 1; }
play_dress() {
  if [ -n "$1" ]; then chown -- "$1" "$play_temp" || exit 1
  elif [ -n "$play_old" ] && { [ "\${play_old#*:}" != "$play_self" ] || [ -g "\${play_target%/*}/" ]; }; then
    chown -- "\${play_old#*:}" "$play_temp" 2>/dev/null
  fi
  if [ -n "$2" ]; then play_mode=$2
  elif [ -n "$play_old" ]; then play_mode=\${play_old%%:*}
  fi
  chmod -- "$play_mode" "$play_temp" || exit 1
}
play_backup() {
  [ -e "$play_target" ] || return 0
  play_name=\${play_target##*/}
  [ "\${#play_name}" -lt ${longestBackedUp} ] || play_name=$(printf %.${longestBackedUp}s "$play_name")
  play_copy=\${play_target%/*}/$play_name.$$.$(date +%Y-%m-%d@%H:%M:%S)~
  cp -p -- "$play_target" "$play_copy" || exit 1
  printf %s "$play_copy"
}
play_replace() {
  sync -- "$play_temp" 2>/dev/null || fsync "$play_temp" 2>/dev/null || sync
  mv -f -T -- "$play_temp" "$play_target" 2>/dev/null || {
    [ ! -d "$play_target" ] || play_fail "it leads to a directory"
    mv -f -- "$play_temp" "$play_target" || exit 1
  }
  play_temp=
}
play_overwrite() {
  [ -e "$play_target" ] || { play_replace; return 0; }
  play_copy=
  cat < "$play_temp" > "$play_target" || exit 1
  chown -- "$(stat -c %u:%g -- "$play_temp")" "$play_target" 2>/dev/null
  chmod -- "$play_mode" "$play_target" || exit 1
  sync -- "$play_target" 2>/dev/null || sync
}`);
