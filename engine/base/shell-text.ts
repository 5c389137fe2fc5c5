/** Shell source that is safe to run: made only by {@link sh}, so every interpolated value has been quoted. */
export class ShellText {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** Takes text as shell source unquoted: for text whose author is the user (shell, script) or a constant of ours. */
  static trusted(text: string): ShellText {
    return new ShellText(text);
  }

  toString(): string {
    return this.text;
  }
}

export type ShellValue = string | number | ShellText | readonly (string | number | ShellText)[];

/**
 * Builds shell source. Strings and numbers become one quoted word, a list becomes words with blanks between,
 * ShellText is inserted as it is.
 */
export function sh(strings: TemplateStringsArray, ...values: readonly ShellValue[]): ShellText {
  let text = strings.raw[0] ?? "";
  for (const [index, value] of values.entries()) text += shellWords(value) + (strings.raw[index + 1] ?? "");
  return ShellText.trusted(text);
}

/** Joins pieces of shell source, by default as lines. */
export function joinShell(pieces: readonly ShellText[], separator = "\n"): ShellText {
  return ShellText.trusted(pieces.map((piece) => piece.text).join(separator));
}

function shellWords(value: ShellValue): string {
  if (value instanceof ShellText) return value.text;
  if (typeof value === "string" || typeof value === "number") return quoteWord(String(value));
  return value.map((word) => shellWords(word)).join(" ");
}

/** One POSIX shell word that stands for exactly `word` (POSIX.1-2017 XCU 2.2.2: single quotes keep everything). */
export function quoteWord(word: string): string {
  if (word.includes("\0")) throw new TypeError("a shell word cannot hold a NUL byte");
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
