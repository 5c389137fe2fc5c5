/** A text's lines without their ends; a last line without an end counts as a line. */
export function splitLines(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Lines as a text that ends in a newline. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** A line without the carriage return that files from elsewhere end their lines with. */
export function bare(line: string): string {
  return line.replace(/\r$/, "");
}
