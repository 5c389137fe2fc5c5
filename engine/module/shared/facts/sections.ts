/** Parts of the facts script's output by name. A section that is not there reads as empty. */
export interface Sections {
  readonly text: (name: string) => string;
  /** Lines that are not empty. */
  readonly lines: (name: string) => readonly string[];
}

/** Reads `@@ name` lines, each with the text up to the next. */
export function splitSections(output: string): Sections {
  const parts = output.split(/^@@ (.*)\n/m).slice(1);
  const texts = new Map<string, string>();
  for (let at = 0; at + 1 < parts.length; at += 2) texts.set(parts[at] ?? "", (parts[at + 1] ?? "").trim());
  const text = (name: string): string => texts.get(name) ?? "";
  return {
    text,
    lines: (name) =>
      text(name)
        .split("\n")
        .filter((line) => line !== ""),
  };
}

/** `KEY=value` lines, values with or without quotes (os-release(5)). */
export function assignments(lines: readonly string[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const line of lines) {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(line);
    if (match?.[1] !== undefined) pairs.set(match[1], unquoted(match[2] ?? ""));
  }
  return pairs;
}

function unquoted(text: string): string {
  return /^"(.*)"$/s.exec(text)?.[1] ?? /^'(.*)'$/s.exec(text)?.[1] ?? text;
}
