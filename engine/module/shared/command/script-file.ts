import { temporaryFile } from "../temporary-file.ts";
import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";

/**
 * Runs a text with a program of the user's choice, from a temporary file: as an argument every user of the host could
 * read it, and the standard input is the command's own. The text comes in a here-document.
 */
export function runWith(executable: string, text: string): ShellText {
  const end = endMarker(text);
  const body = ShellText.trusted(text.endsWith("\n") ? text : `${text}\n`);
  return inTemporaryFile(
    joinShell([sh`cat >"$play_file" <<'${end}' || exit`, sh`${body}${end}`]),
    sh`${executable} "$play_file"`,
  );
}

/** Runs a program that comes through standard input. Without an executable its first line (`#!`) says how. */
export function runInput(executable: string | undefined, args: ShellText): ShellText {
  const program = executable === undefined ? sh`"$play_file"` : sh`${executable} "$play_file"`;
  return inTemporaryFile(
    sh`cat >"$play_file" && chmod 700 "$play_file" || exit`,
    sh`${program}${args} </dev/null`,
  );
}

function inTemporaryFile(fill: ShellText, run: ShellText): ShellText {
  return sh`(
${temporaryFile(sh`"${ShellText.trusted("${TMPDIR:-/tmp}")}"/.script.play-XXXXXX`)}
${fill}
${run}
)`;
}

/** A line that is not in the text. */
function endMarker(text: string): ShellText {
  const lines = new Set(text.split("\n"));
  let marker = "END_OF_SCRIPT";
  while (lines.has(marker)) marker += "_";
  return ShellText.trusted(marker);
}
