import { ShellText } from "../../base/shell-text.ts";
import { freshToken } from "./token.ts";

/**
 * A command with text as its input, or as descriptor `fd`. The delimiter is random and quoted, so the text may hold
 * anything but NUL bytes; it gets a line break at its end if it has none.
 *
 * Must stand within a compound command, `( … )` or `{ … }`: a shell whose input breaks off runs a command with half a
 * here-document, but never half a compound command.
 */
export function hereDocument(command: ShellText, text: string, fd = 0): ShellText {
  const delimiter = freshToken();
  const body = text === "" || text.endsWith("\n") ? text : `${text}\n`;
  return ShellText.trusted(`${command.text} ${fd}<<'${delimiter}'\n${body}${delimiter}\n`);
}

/** A command that prints the bytes: base64, since a shell's text cannot hold every byte. */
export function withBytes(bytes: Uint8Array): ShellText {
  const lines = Buffer.from(bytes)
    .toString("base64")
    .replaceAll(/.{1,76}/g, "$&\n");
  return hereDocument(ShellText.trusted("base64 -d"), lines);
}
