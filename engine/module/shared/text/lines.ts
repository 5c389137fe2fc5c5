/** A text's lines without their ends; a last line without an end counts as a line. */
export function splitLines(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Lines as a text that ends in a newline. */
export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** The same, but ends as `before` does where its last line is the last one still. */
export function joinAs(before: string, lines: readonly string[]): string {
  const last = splitLines(before).at(-1);
  const isOpen = before !== "" && !before.endsWith("\n") && lines.at(-1) === last;
  return isOpen ? joinLines(lines).slice(0, -1) : joinLines(lines);
}

/** A line without the carriage return that files from elsewhere end their lines with. */
export function bare(line: string): string {
  return line.replace(/\r$/, "");
}
