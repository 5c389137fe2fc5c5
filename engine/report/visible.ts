/** Controls (C0, DEL, C1) other than tab and newline, and the characters that reorder text. */
const controls = /(?![\t\n])\p{Control}|\p{Bidi_Control}/gu;

/**
 * Text that a terminal only shows and never obeys: a control character becomes its picture (U+2400 and on: ESC is ␛),
 * or its escape where it has none. Tabs and newlines stay.
 */
export function visible(text: string): string {
  return text.replaceAll(controls, picture);
}

/** The same for text that must stay on one line. */
export function visibleLine(text: string): string {
  return visible(text).replaceAll("\n", "␤").replaceAll("\t", "␉");
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "␡";
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
