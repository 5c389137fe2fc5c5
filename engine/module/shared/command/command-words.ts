import { joinShell, sh, ShellText } from "../../../base/shell-text.ts";

const variable = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;
const home = /^~[a-z_][\w-]*(?=\/|$)|^~(?=\/|$)/;

/** Words of a command, each as one shell word; `$NAME`, `${NAME}` and a leading `~` are expanded if asked. */
export function commandWords(words: readonly string[], expand: boolean): ShellText {
  const quoted = words.map((word) => (expand ? expandedWord(word) : sh`${word}`));
  return joinShell(quoted, " ");
}

/** A variable that is not set stays as it is written; nothing else of the word means anything to the shell. */
function expandedWord(word: string): ShellText {
  const user = home.exec(word)?.[0] ?? "";
  const rest = word.slice(user.length);
  const pieces = user === "" ? [] : [ShellText.trusted(user)];
  let end = 0;
  for (const match of rest.matchAll(variable)) {
    if (match.index > end) pieces.push(sh`${rest.slice(end, match.index)}`);
    pieces.push(reference(match[1] ?? match[2] ?? "", match[0]));
    end = match.index + match[0].length;
  }
  if (end < rest.length || pieces.length === 0) pieces.push(sh`${rest.slice(end)}`);
  return joinShell(pieces, "");
}

/** `"${NAME-\$NAME}"`: the variable's value, or else the text as it is written. */
function reference(name: string, written: string): ShellText {
  const otherwise = written.replace("$", "\\$").replace("}", "\\}");
  return ShellText.trusted(`"\${${name}-${otherwise}}"`);
}
