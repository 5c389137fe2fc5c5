import { joinShell, sh, ShellText } from "../../base/shell-text.ts";
import type { ProcessId } from "./processes.ts";

/**
 * What a shell has to say of the host's lock: it holds it; another run does; or this host has none, and why.
 * `holder` is the line by which that run made itself known, and may be empty.
 */
export type LockState =
  | { readonly kind: "held" }
  /** An earlier shell of this session, whose connection broke, has not ended what it was doing. */
  | { readonly kind: "under way"; readonly pid: string }
  | { readonly kind: "busy"; readonly holder: string; readonly pid: string }
  | { readonly kind: "none"; readonly reason: string };

/**
 * `play_claim HOLDER` tries to take the host's lock and sets `play_lock` to `held`, `busy PID HOLDER` or `none REASON`.
 *
 * The lock is flock(2) on descriptor 8 of the shell, so it ends with the shell, however that ends. Its file stands where
 * every user may write, so that all users of a host have the same one; it is opened for reading only, since the kernel
 * refuses more in such folders (fs.protected_regular), and never written. Whoever holds it says so in a file of its own.
 */
export const defineLock = ShellText.trusted(`play_lock=
play_claim() {
  play_place=
  for play_entry in /run/lock /dev/shm /tmp; do
    if [ -k "$play_entry" ] && [ -w "$play_entry" ]; then play_place=$play_entry; break; fi
  done
  if [ -z "$play_place" ]; then play_lock="none no folder where every user may write"; return; fi
  if ! command -v flock >/dev/null; then play_lock="none the program flock is missing"; return; fi
  play_file=$play_place/play.lock
  [ -e "$play_file" ] || (umask 022; set -C; true >"$play_file") 2>/dev/null
  if [ ! -f "$play_file" ] || [ -L "$play_file" ] || [ ! -r "$play_file" ] || ! command exec 8<"$play_file"; then
    play_lock="none $play_file cannot be read"
    return
  fi 2>/dev/null
  if flock -n 8; then
    play_lock=held
    [ -n "$play_own" ] || return 0
    play_held=$play_place/play.held.$play_own
    for play_entry in "$play_place"/play.held.*; do
      [ ! -O "$play_entry" ] || play_alive "\${play_entry##*/play.held.}" || rm -f -- "$play_entry"
    done
    (umask 022; set -C; printf '%s\\n' "$1" >"$play_held") 2>/dev/null
    return
  fi
  exec 8<&-
  play_lock=busy
  for play_entry in "$play_place"/play.held.*; do
    play_id=\${play_entry##*/play.held.}
    if [ -f "$play_entry" ] && [ ! -L "$play_entry" ] && play_alive "$play_id" && read -r play_line <"$play_entry"; then
      play_lock="busy \${play_id%%.*} $play_line"
    fi
  done 2>/dev/null
}`);

/** What a shell is to do before it is used. */
export interface Taking {
  /** Shells of the session whose connection broke. */
  readonly earlier: readonly ProcessId[];
  /** They are to be ended whatever they are doing. */
  readonly force: boolean;
  /** Who takes the lock; nobody where not given. */
  readonly holder?: string | undefined;
}

/** Leaves the {@link LockState} in `play_lock`. */
export function takeHost({ earlier, force, holder }: Taking): ShellText {
  const ends = earlier.map(
    (id) =>
      sh`play_end ${id} ${force ? "force" : ""} 2>/dev/null || play_lock="under-way "${id.split(".")[0] ?? ""}`,
  );
  const claim = holder === undefined ? sh`:` : sh`[ -n "$play_lock" ] || play_claim ${holder}`;
  // what was waited for may have left something
  const sweep = holder === undefined && earlier.length === 0 ? [] : [sh`play_sweep`];
  return joinShell([sh`play_lock=`, ...ends, claim, ...sweep]);
}

export function parseLock(text: string): LockState {
  const [kind, rest = ""] = split(text);
  if (kind === "held" || kind === "") return { kind: "held" };
  if (kind === "none") return { kind, reason: rest };
  if (kind === "under-way") return { kind: "under way", pid: rest };
  const [pid, holder = ""] = split(rest);
  return { kind: "busy", pid, holder };
}

function split(text: string): [string, string?] {
  const end = text.indexOf(" ");
  return end === -1 ? [text] : [text.slice(0, end), text.slice(end + 1)];
}
