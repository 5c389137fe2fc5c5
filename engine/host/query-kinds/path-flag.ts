import { ShellText } from "../../base/shell-text.ts";

/**
 * What a path is, as one letter, found by shell builtins alone: no process is started.
 *
 * `-` is not there, `!` cannot be known for lack of permission, `l` link, `f` readable file, `u` unreadable file,
 * `o` anything else.
 */
export type PathFlag = "-" | "!" | "l" | "f" | "u" | "o";

/** Whether a letter stands for a path that is there. */
export const isThere = (flag: string | undefined): boolean => flag !== "-" && flag !== "!";

/**
 * Defines `play_flag PATH FOLLOW`, which sets `play_flag`. A test fails alike for a path that is missing and for one
 * behind a folder that may not be searched; the nearest folder above that can be seen tells which.
 */
export const definePathFlag = ShellText.trusted(`play_flag() {
  if [ "$2" != follow ] && [ -L "$1" ]; then play_flag=l
  elif [ -f "$1" ]; then if [ -r "$1" ]; then play_flag=f; else play_flag=u; fi
  elif [ -e "$1" ]; then play_flag=o
  else play_absent "$1"
  fi
}
play_absent() {
  play_above=$1
  while :; do
    case $play_above in
      /*/*|[!/]*/*) play_above=\${play_above%/*} ;;
      /*) play_above=/ ;;
      *) play_above=. ;;
    esac
    if [ -d "$play_above" ]; then
      if [ -x "$play_above" ]; then play_flag=-; else play_flag=!; fi
      return
    fi
    case $play_above in .|/) play_flag=-; return ;; esac
  done
}`);
